/** Where a box is reached, parsed from an `ssh_connection`. Never a password, never a shell string. */
export interface InstanceAddress {
  /** Identity of the box for locks and history: `vast:<id>`, else `user@host:port`. */
  key: string;
  user: string;
  host: string;
  port: number;
  /** Jump hosts in order, `-J a,b`. Empty for a direct connection. */
  jump: { user: string; host: string; port: number }[];
  /** A key file named by `-i`, else null. */
  identity_file: string | null;
  /** True for the built-in practice box. */
  practice: boolean;
  /** Vast's number of the box, where it is known: it finds the box again when host or port have changed. */
  vast_id?: string;
}

/** What the box said about itself when a job was started; a different mark means that it was restarted in between. */
export interface BootMark {
  /** Start time of pid 1 in clock ticks since the kernel's start. */
  pid1_start: string;
  boot_id: string;
  /** A mark that the box gives of itself in BRINGUP_BOOT_MARK (practice and lab boxes), else empty. */
  own: string;
}

// Where a Vast.ai instance is reached, after the rows of its API. Two pairs of fields name two ways, and they must not be mixed.
import { z } from 'zod';

/** One way to the box. `direct` is a port of the machine's public address, `proxy` one of Vast's own hosts. */
export interface VastAddress {
  host: string;
  port: number;
  via: 'direct' | 'proxy';
}

const text = z.string().nullish();
const port = z
  .union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
  .nullish()
  .catch(null);

/** The fields of an instance that are used here; the API has many more. */
export const instanceRow = z.looseObject({
  id: z.union([z.number(), z.string()]).transform(String),
  actual_status: text,
  intended_status: text,
  status_msg: text,
  label: text,
  gpu_name: text,
  num_gpus: z.number().nullish(),
  dph_total: z.number().nullish(),
  image_runtype: text,
  public_ipaddr: text,
  ssh_host: text,
  ssh_port: port,
  // An object on running boxes; null on stopped ones, and an array of numbers has been seen, too.
  ports: z.unknown().optional(),
});

const mapping = z.looseObject({ '22/tcp': z.array(z.looseObject({ HostPort: port })).min(1) });

const isPort = (value: number | null | undefined): value is number =>
  typeof value === 'number' && value > 0 && value < 65_536;

/** Every way that the row names, the best one first. Which one works is proved by a login only. */
export function addressesOf(row: z.infer<typeof instanceRow>): VastAddress[] {
  const found: VastAddress[] = [];
  const runtype = row.image_runtype ?? '';
  // `args` instances run the image as it is, without sshd.
  if (runtype === 'args') return found;
  const direct = mapping.safeParse(row.ports).data?.['22/tcp'][0]?.HostPort;
  const publicHost = row.public_ipaddr?.trim();
  if (publicHost && isPort(direct)) found.push({ host: publicHost, port: direct, via: 'direct' });
  const proxyHost = row.ssh_host?.trim();
  if (!proxyHost || !isPort(row.ssh_port)) return found;
  // Vast's own command line adds 1 for Jupyter images, its SDK does not: both are offered, the command line's first.
  const ports = runtype.includes('jupyter') ? [row.ssh_port + 1, row.ssh_port] : [row.ssh_port];
  return [...found, ...ports.filter(isPort).map((one) => ({ host: proxyHost, port: one, via: 'proxy' as const }))];
}

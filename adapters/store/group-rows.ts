// Groups and their boxes as the store knows them.
import type { MemberState, Standing } from '../../contract/group-standing.ts';
import type { GroupStop, GroupStrategy } from '../../contract/group.ts';
import type { RunDefinition } from '../../contract/run-definition.ts';
import type { RunRow } from './store.ts';

/** One template on several boxes. */
export interface GroupRow {
  id: string;
  name: string;
  template: RunDefinition['template'];
  steps: { label: string; action: string }[];
  strategy: GroupStrategy;
  /** Counts from 1; each retry is another one. */
  round: number;
  round_started_at: string;
  /** Whether Temporal is known to have taken the round. */
  begun: boolean;
  /** Why the last round started no more boxes; null where it had started all. */
  stopped: GroupStop | null;
  created_at: string;
  created_by: string;
  /** When the last round ended; null while it is at work. */
  ended_at: string | null;
}

/** Where a page of groups ended. */
interface GroupPageEnd {
  created_at: string;
  id: string;
}

/** Why a box of a group was not started. */
export interface MemberReason {
  code: string;
  message: string;
}

/** A box of a group. Its state follows the run of its id, whoever starts or ends that. */
export interface GroupMemberRow {
  group_id: string;
  /** From 1. */
  n: number;
  name: string | null;
  ssh_connection: string;
  instance_key: string;
  workflow_id: string;
  state: MemberState;
  /** Of its run's last end. */
  outcome: string | null;
  /** Of its run's newest execution; null where none has begun. */
  execution_id: string | null;
  reason: MemberReason | null;
  /** What is to be started; null once it was. */
  definition: RunDefinition | null;
}
export type NewMember = Pick<GroupMemberRow, 'n' | 'name'> & { definition: RunDefinition };

/** One template on several boxes, kept for as long as it is at work or has a run. */
export interface GroupStore {
  /** With its boxes, all waiting; false when there is one of this id. */
  begin(group: Omit<GroupRow, 'begun' | 'stopped' | 'ended_at'>, members: NewMember[]): Promise<boolean>;
  /** Another round over some of its boxes; false when this round is not the last one any more, or has not ended. */
  beginRound(id: string, round: number, startedAt: string, members: NewMember[]): Promise<boolean>;
  /** Temporal has taken the round. */
  begun(id: string, round: number): Promise<void>;
  /** Removes a group that Temporal has not taken. */
  forget(id: string): Promise<void>;
  /** A start that was refused. */
  refused(id: string, n: number, reason: MemberReason): Promise<void>;
  /** Boxes that are still waiting in this round are not started any more. Idempotent; false when the round had ended. */
  endRound(
    id: string,
    round: number,
    end: { at: string; stop: GroupStop | null; reason: MemberReason },
  ): Promise<boolean>;
  find(id: string): Promise<GroupRow | null>;
  members(id: string): Promise<GroupMemberRow[]>;
  member(id: string, n: number): Promise<GroupMemberRow | null>;
  /** The newest execution of each of its runs. */
  runs(id: string): Promise<RunRow[]>;
  /** A page, newest first; `more` is where the next one begins. */
  list(
    limit: number,
    after: GroupPageEnd | null,
  ): Promise<{ rows: { group: GroupRow; counts: Record<Standing, number> }[]; more: GroupPageEnd | null }>;
}

/** The state that the parts of a contract share while they are read. Types only. */
import type { RuleId } from '../rules/index.ts';
import type { Origin, Origins } from './origin.ts';

export type Version = '2.0' | '3.0' | '3.1';

/** Reports a problem at a place in a file. */
export type ReportFault = (rule: RuleId, origin: Origin, message: string) => void;

export interface Reading {
  readonly version: Version;
  readonly origins: Origins;
  readonly say: ReportFault;
}

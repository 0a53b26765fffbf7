/** The platform's own log lines, as CloudWatch shows them (docs/aws/lambda.md). */
import type { FunctionSettings } from '../state/functions/model.ts';

/** `nodejs:24.v1` */
export const runtimeName = (runtime: string): string =>
  `${runtime.replace(/^(nodejs|python)(.*?)(\.x)?$/, '$1:$2')}.v1`;

export const initStartLine = (runtime: string, runtimeVersionArn: string, restored: boolean): string =>
  `${restored ? 'RESTORE_START' : 'INIT_START'} Runtime Version: ${runtimeName(runtime)}\tRuntime Version ARN: ${runtimeVersionArn}\n`;

export const startLine = (requestId: string, version: string): string =>
  `START RequestId: ${requestId} Version: ${version}\n`;

export const endLine = (requestId: string): string => `END RequestId: ${requestId}\n`;

export const timeoutLine = (now: number, requestId: string, seconds: number): string =>
  `${new Date(now).toISOString()} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds\n\n`;

export const initReportLine = (milliseconds: number, status: 'error' | 'timeout', errorType?: string): string =>
  `INIT_REPORT Init Duration: ${milliseconds.toFixed(2)} ms\tPhase: init\tStatus: ${status}${errorType === undefined ? '' : `\tError Type: ${errorType}`}\n`;

export interface ReportFacts {
  readonly requestId: string;
  /** The duration in milliseconds. */
  readonly duration: number;
  readonly settings: FunctionSettings;
  /** The memory in KB. */
  readonly maxRss: number;
  /** Milliseconds; only the first call of a process has it. */
  readonly initMs?: number | undefined;
  readonly status?: string | undefined;
  /** Whether the process starts from a snapshot. */
  readonly restored?: boolean;
}

export function reportLine({ requestId, duration, settings, maxRss, initMs, status, restored }: ReportFacts): string {
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${duration.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(duration)} ms`,
    `Memory Size: ${settings.memorySize} MB`,
    `Max Memory Used: ${Math.ceil(maxRss / 1024)} MB`,
  ];
  if (initMs !== undefined && restored) {
    fields.push(`Restore Duration: ${initMs.toFixed(2)} ms`, `Billed Restore Duration: ${Math.ceil(initMs)} ms`);
  } else if (initMs !== undefined) fields.push(`Init Duration: ${initMs.toFixed(2)} ms`);
  if (status !== undefined) fields.push(`Status: ${status}`);
  return `${fields.join('\t')}\t\n`;
}

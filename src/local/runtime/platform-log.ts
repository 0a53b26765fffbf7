/**
 * Lambda's own lines in the log of a worker, as text or as JSON, and the levels below which Lambda drops lines
 * (docs/aws/lambda.md).
 */
import { type FunctionSettings, type FunctionVersion, startsFromSnapshot } from '../state/functions/model.ts';
import {
  endLine,
  initReportLine,
  initStartLine,
  type ReportFacts,
  reportLine,
  runtimeName,
  startLine,
  timeoutLine,
} from './report.ts';
import type { WorkerLog } from './worker-log.ts';

type Finished = Omit<ReportFacts, 'settings'> & {
  /** The process ended in the call; the error says how. */
  readonly exited?: { readonly errorType: string; readonly errorMessage: string } | undefined;
};

export interface PlatformLog {
  initStart(runtimeVersionArn: string): void;
  initReport(milliseconds: number, status: 'error' | 'timeout', errorType?: string): void;
  start(requestId: string, version: string): void;
  /** The end of a call: why it was ended, if the handler did not end it, and its figures. */
  report(call: Finished): void;
}

export function createPlatformLog(version: FunctionVersion, log: WorkerLog): PlatformLog {
  const { logging } = version.settings;
  return logging ? jsonLog(version, logging, log) : textLog(version, log);
}

function textLog(version: FunctionVersion, log: WorkerLog): PlatformLog {
  const { settings } = version;
  const restored = startsFromSnapshot(version);
  return {
    initStart: (arn) => log.line(initStartLine(settings.runtime, arn, restored)),
    initReport: (milliseconds, status, errorType) => log.line(initReportLine(milliseconds, status, errorType)),
    start: (requestId, version) => log.line(startLine(requestId, version)),
    report(call) {
      const { requestId, status, exited } = call;
      if (status === 'timeout') log.line(timeoutLine(Date.now(), requestId, settings.timeout));
      if (exited) log.line(`RequestId: ${requestId} Error: ${exited.errorMessage.split(' Error: ')[1]}\n`);
      log.line(endLine(requestId));
      log.line(reportLine({ ...call, settings, restored }));
    },
  };
}

const SYSTEM_LEVELS = ['DEBUG', 'INFO', 'WARN'];

type Logging = NonNullable<FunctionSettings['logging']>;

function jsonLog(version: FunctionVersion, { systemLevel }: Logging, log: WorkerLog): PlatformLog {
  const { settings } = version;
  const restored = startsFromSnapshot(version);
  const write = (level: 'INFO' | 'WARN', type: string, record: object) => {
    if (SYSTEM_LEVELS.indexOf(level) < SYSTEM_LEVELS.indexOf(systemLevel)) return;
    log.line(`${JSON.stringify({ time: new Date().toISOString(), type: `platform.${type}`, record })}\n`);
  };
  const inInit = { initializationType: 'on-demand', phase: 'init' };
  return {
    initStart(runtimeVersionArn) {
      const runtimeVersion = runtimeName(settings.runtime);
      const facts = { runtimeVersion, runtimeVersionArn };
      if (restored) write('INFO', 'restoreStart', facts);
      else write('INFO', 'initStart', { ...inInit, ...facts });
    },
    initReport(milliseconds, status, errorType) {
      const metrics = { durationMs: Number(milliseconds.toFixed(3)) };
      write('WARN', 'initReport', { ...inInit, status, ...(errorType !== undefined && { errorType }), metrics });
    },
    start: (requestId, version) => write('INFO', 'start', { requestId, version }),
    report({ requestId, duration, maxRss, initMs, status = 'success', exited }) {
      const metrics = {
        durationMs: Number(duration.toFixed(3)),
        billedDurationMs: Math.ceil(duration),
        memorySizeMB: settings.memorySize,
        maxMemoryUsedMB: Math.ceil(maxRss / 1024),
        ...(initMs !== undefined && {
          [restored ? 'restoreDurationMs' : 'initDurationMs']: Number(initMs.toFixed(3)),
        }),
      };
      const error = exited && { errorType: exited.errorType };
      write(status === 'success' ? 'INFO' : 'WARN', 'report', { requestId, metrics, status, ...error });
    },
  };
}

const APPLICATION_LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/**
 * Returns whether Lambda keeps a line of stdout or stderr: a JSON object without a known level and a valid time counts
 * as INFO, and any other text is kept.
 */
export function keepsLine({ logging }: FunctionSettings): (line: string) => boolean {
  if (!logging) return () => true;
  const least = APPLICATION_LEVELS.indexOf(logging.applicationLevel);
  return (line) => {
    const level = levelOf(line);
    return level === undefined || APPLICATION_LEVELS.indexOf(level) >= least;
  };
}

function levelOf(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, timestamp, time = timestamp } = JSON.parse(line) as Record<string, unknown>;
    const name = String(level).toUpperCase();
    const dated = typeof time === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(time);
    return dated && APPLICATION_LEVELS.includes(name) ? name : 'INFO';
  } catch {
    return undefined;
  }
}

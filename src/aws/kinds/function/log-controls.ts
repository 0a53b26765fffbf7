/** The log controls of a function in Lambda's form (docs/aws/lambda.md). Pure. */
import type { ApplicationLogLevel, LogFormat, LoggingConfig, SystemLogLevel } from '@aws-sdk/client-lambda';
import type { LogControls } from './shape.ts';

/** A function whose log is text has no log controls. */
export function observedLogging({ LogFormat, ApplicationLogLevel, SystemLogLevel }: LoggingConfig = {}): {
  logging?: LogControls;
} {
  if (LogFormat !== 'JSON') return {};
  return {
    logging: {
      format: 'json',
      applicationLevel: (ApplicationLogLevel ?? 'INFO').toLowerCase(),
      systemLevel: (SystemLogLevel ?? 'INFO').toLowerCase(),
    },
  };
}

export function loggingInput(
  desired: LogControls | undefined,
  found: LogControls | undefined,
): { LoggingConfig?: LoggingConfig } {
  if (desired?.format !== 'json') return found ? { LoggingConfig: { LogFormat: 'Text' } } : {};
  return {
    LoggingConfig: {
      LogFormat: 'JSON' satisfies LogFormat,
      ApplicationLogLevel: desired.applicationLevel?.toUpperCase() as ApplicationLogLevel,
      SystemLogLevel: desired.systemLevel?.toUpperCase() as SystemLogLevel,
    },
  };
}

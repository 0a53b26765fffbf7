/** Writes one line in the stage's own format for each request that reached a stage. */
import type { LogSink } from '../../cloud/cloud.ts';
import type { Invocation, Template } from '../invocation.ts';
import { compileTemplate } from '../values/variable-template.ts';
import { createLogDestinations } from './log-destinations.ts';

/**
 * API Gateway escapes quotation marks and backslashes in the values of an access log, as lines of a live API show:
 * https://github.com/DataBiosphere/azul/issues/4348 (10 July 2024). `messageString` is already a JSON string.
 */
export const escaped = (value: string, variable: string) =>
  variable.endsWith('error.messageString') ? value : JSON.stringify(value).slice(1, -1);

export function createAccessLog(logs: LogSink): (invocation: Invocation) => void {
  const formats = new Map<string, Template>();
  const destinations = createLogDestinations();
  const templateOf = (format: string) => {
    const template = formats.get(format) ?? compileTemplate(format, '-', escaped);
    formats.set(format, template);
    return template;
  };

  return (invocation) => {
    const { stage } = invocation;
    const settings = stage?.stage.accessLogSettings;
    if (stage === undefined || settings?.format === undefined) return;
    const name = destinations.groupOf(settings.destinationArn ?? '');
    if (name === undefined) return;
    // Canary requests have a group of their own, which AWS creates itself (docs/aws/logs.md).
    const group = stage.isCanary ? `${name}/Canary` : name;
    const message = templateOf(settings.format)(invocation);
    // The account's role may create groups (AmazonAPIGatewayPushToCloudWatchLogs). A group that is deleted while the
    // stage still logs is created again (https://github.com/hashicorp/terraform/issues/32693).
    logs.write(stage.scope, { group, stream: destinations.streamOf(group) }, [
      { timestamp: invocation.startedAt, message },
    ]);
  };
}

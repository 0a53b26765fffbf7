/** Checks the queues of a resolved stage: their names, their consumers, and settings of existing queues. Pure. */
import { queueVariable } from '../naming/names.ts';
import { checkFunctionFile } from './check-function-file.ts';
import { checkImportedArn } from './check-imported-arn.ts';
import { checkOwnerSettings } from './check-owner-settings.ts';
import type { StageConfig } from './config.ts';
import { consumerTimeout, type QueueConfig, type RawQueue, TIMEOUTS } from './queues.ts';
import type { RawConfig } from './raw-config.ts';
import { stageSection } from './stage-patterns.ts';
import type { ReportProblem } from './stage-report.ts';
import { uniqueVariables } from './unique-variables.ts';

export function checkQueues(raw: RawConfig, config: StageConfig, report: ReportProblem): void {
  const { queues, function: fn } = config;
  const checkVariable = uniqueVariables({ section: 'queues', plural: 'Queues', variableOf: queueVariable }, report);
  for (const [name, queue] of Object.entries(queues)) {
    checkVariable(name);
    checkConsumer(name, queue, fn, report);
    const own = { ...raw.queues?.[name], ...stageSection(raw.stages, config.stage).queues?.[name] };
    if (own.import !== undefined) checkImport(name, own, config, report);
  }
}

function checkConsumer(
  name: string,
  { consumer, visibilityTimeout, import: imported }: QueueConfig,
  fn: StageConfig['function'],
  report: ReportProblem,
): void {
  if (!consumer) return;
  const path = ['queues', name, 'consumer'];
  if (consumer.handler === '') {
    report(path, `${path.join('.')} has no handler.`, 'Add one, e.g. handler: src/consume.ts.');
  } else {
    const because = 'Lambda would call it with messages instead of requests';
    checkFunctionFile({ file: consumer.handler, path, what: 'consumer', because }, fn, report);
  }
  const timeout = consumerTimeout(fn);
  if (imported === undefined && visibilityTimeout < timeout) {
    const message = `queues.${name}.visibilityTimeout is ${visibilityTimeout} s, but the consumer may run for ${timeout} s: Lambda rejects a queue whose messages come again while they are handled.`;
    report(
      ['queues', name, 'visibilityTimeout'],
      message,
      `Use at least ${timeout}, or leave it out for ${TIMEOUTS * timeout}.`,
    );
  }
}

/** Settings that only the owner of a queue may change. */
const OWNERS = ['visibilityTimeout', 'retentionDays', 'deadLetter'] as const;

/** `raw` is what the file says about the queue. */
function checkImport(name: string, raw: RawQueue, config: StageConfig, report: ReportProblem): void {
  checkOwnerSettings({ path: ['queues', name], what: 'queue', settings: OWNERS }, raw, report);
  const { import: arn = '', fifo } = raw;
  if (fifo !== undefined && fifo !== arn.endsWith('.fifo')) {
    const message = `queues.${name}.fifo is ${fifo}, but the name of a FIFO queue ends with .fifo, and of no other queue.`;
    report(['queues', name, 'fifo'], message, 'Leave it out: the imported queue says what it is.');
  }
  const place = ['queues', name, 'import'];
  const because = 'API Gateway and Lambda use queues of their own region';
  checkImportedArn({ arn, place, what: 'a queue', because }, config, report);
}

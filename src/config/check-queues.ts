/** Checks the queues of a resolved stage: their names, their consumers, and settings of existing queues. Pure. */
import { deadLetterQueueName, queueName, queueVariable } from '../naming/names.ts';
import { checkImportedArn } from './check-imported-arn.ts';
import { leavesProject } from './check-sections.ts';
import type { StageConfig } from './config.ts';
import { consumerTimeout, type QueueConfig, type RawQueue, TIMEOUTS } from './queues.ts';
import type { RawConfig } from './raw-config.ts';
import { stageSection } from './stage-patterns.ts';
import type { ReportProblem } from './stage-report.ts';

export function checkQueues(raw: RawConfig, config: StageConfig, report: ReportProblem): void {
  const { queues, function: fn } = config;
  const variables = new Map<string, string>();
  const names = new Map<string, string>();
  for (const [name, queue] of Object.entries(queues)) {
    const variable = queueVariable(name);
    const other = variables.get(variable);
    if (other !== undefined) {
      const message = `Queues ${other} and ${name} would both have the variable ${variable} in the handler.`;
      report(['queues', name], message, 'Rename one of them.');
    }
    variables.set(variable, name);
    checkConsumer(name, queue, fn, report);
    const own = { ...raw.queues?.[name], ...stageSection(raw.stages, config.stage).queues?.[name] };
    if (own.import !== undefined) checkImport(name, own, config, report);
    if (queue.import !== undefined) continue;
    for (const each of [queueName(config, name, queue.fifo), deadLetterQueueName(config, name, queue.fifo)]) {
      const taken = names.get(each);
      if (taken !== undefined) {
        const message = `Queue ${name} and the dead-letter queue of ${taken} would have the same name ${each}.`;
        report(['queues', name], message, 'Rename one of them.');
      }
      names.set(each, name);
    }
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
  const title = path.join('.');
  if (consumer.handler === '') {
    report(path, `${title} has no handler.`, 'Add one, e.g. handler: src/consume.ts.');
  } else if (leavesProject(consumer.handler)) {
    report(path, `${title} ${consumer.handler} is outside the project's folder.`, 'Move it into the project.');
  } else if (consumer.handler === fn.entry) {
    const message = `${title} is the API's own handler: Lambda would call it with messages instead of requests.`;
    report(path, message, 'Give the consumer its own file.');
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
  for (const setting of OWNERS) {
    if (raw[setting] === undefined) continue;
    report(
      ['queues', name, setting],
      `queues.${name} is imported, so apikit does not change it, but ${setting} would change it.`,
      `Leave out ${setting}, or leave out import: so that the stage has its own queue.`,
    );
  }
  const { import: arn = '', fifo } = raw;
  if (fifo !== undefined && fifo !== arn.endsWith('.fifo')) {
    const message = `queues.${name}.fifo is ${fifo}, but the name of a FIFO queue ends with .fifo, and of no other queue.`;
    report(['queues', name, 'fifo'], message, 'Leave it out: the imported queue says what it is.');
  }
  const place = ['queues', name, 'import'];
  const because = 'API Gateway and Lambda use queues of their own region';
  checkImportedArn({ arn, place, what: 'a queue', because }, config, report);
}

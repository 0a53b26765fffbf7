/** Checks the topics of a resolved stage: their subscribers, their consumers, and settings of existing topics. Pure. */
import { topicVariable } from '../naming/names.ts';
import { checkFunctionFile } from './check-function-file.ts';
import { checkImportedArn } from './check-imported-arn.ts';
import type { StageConfig } from './config.ts';
import type { RawConfig } from './raw-config.ts';
import { stageSection } from './stage-patterns.ts';
import type { ReportProblem } from './stage-report.ts';
import type { RawTopic } from './topics.ts';
import { uniqueVariables } from './unique-variables.ts';

export function checkTopics(raw: RawConfig, config: StageConfig, report: ReportProblem): void {
  const checkVariable = uniqueVariables({ section: 'topics', plural: 'Topics', variableOf: topicVariable }, report);
  for (const [name, topic] of Object.entries(config.topics)) {
    checkVariable(name);
    if (name === 'alarms') {
      report(['topics', name], 'topics.alarms would have the name of the topic of the alarms.', 'Rename it.');
    }
    topic.subscribe.forEach((queue, index) => {
      checkSubscriber(['topics', name, 'subscribe', index], queue, config, report);
    });
    if (topic.consumer) {
      const because = 'Lambda would call it with messages instead of requests';
      const path = ['topics', name, 'consumer'];
      checkFunctionFile({ file: topic.consumer.handler, path, what: 'consumer', because }, config.function, report);
    }
    const own = { ...raw.topics?.[name], ...stageSection(raw.stages, config.stage).topics?.[name] };
    if (own.import !== undefined) checkImport(name, own, config, report);
  }
}

function checkSubscriber(
  path: (string | number)[],
  name: string,
  { queues }: StageConfig,
  report: ReportProblem,
): void {
  const queue = queues[name];
  const title = path.slice(0, 3).join('.');
  if (!queue) {
    report(path, `${title} names the queue ${name}, which does not exist.`, `Add queues: { ${name}: {} }.`);
  } else if (queue.fifo) {
    const message = `${title} names the FIFO queue ${name}: SNS delivers only messages of FIFO topics to it.`;
    report(path, message, 'Subscribe a queue without fifo: true.');
  } else if (queue.import !== undefined) {
    const message = `${title} names the imported queue ${name}, whose policy only its owner can change.`;
    report(path, message, 'Subscribe a queue of the stage, or let the owner of the queue subscribe it.');
  }
}

function checkImport(name: string, raw: RawTopic, config: StageConfig, report: ReportProblem): void {
  for (const setting of ['subscribe', 'consumer'] as const) {
    if (raw[setting] === undefined) continue;
    report(
      ['topics', name, setting],
      `topics.${name} is imported, so the stage only publishes to it, but ${setting} would subscribe to it.`,
      `Leave out ${setting}, or leave out import: so that the stage has its own topic.`,
    );
  }
  const place = ['topics', name, 'import'];
  const because = 'API Gateway publishes to topics of its own region';
  checkImportedArn({ arn: raw.import ?? '', place, what: 'a topic', because }, config, report);
}

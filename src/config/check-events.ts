/** Checks the event buses and rules of a resolved stage: names, patterns, consumers, and existing buses. Pure. */

import { DEFAULT_BUS } from '../naming/default-bus.ts';
import { eventBusVariable } from '../naming/names.ts';
import { checkEventPattern } from './check-event-pattern.ts';
import { checkFunctionFile } from './check-function-file.ts';
import { checkImportedArn } from './check-imported-arn.ts';
import type { StageConfig } from './config.ts';
import type { RawConfig } from './raw-config.ts';
import { stageSection } from './stage-patterns.ts';
import type { ReportProblem } from './stage-report.ts';
import { uniqueVariables } from './unique-variables.ts';

export function checkEvents(raw: RawConfig, config: StageConfig, report: ReportProblem): void {
  const checkVariable = uniqueVariables(
    { section: 'eventBuses', plural: 'Event buses', variableOf: eventBusVariable },
    report,
  );
  for (const name of Object.keys(config.eventBuses)) {
    checkVariable(name);
    const own = { ...raw.eventBuses?.[name], ...stageSection(raw.stages, config.stage).eventBuses?.[name] };
    if (own.import !== undefined) checkImport(name, own.import, config, report);
  }
  for (const name of Object.keys(config.eventRules)) checkRule(name, config, report);
}

function checkImport(name: string, arn: string, config: StageConfig, report: ReportProblem): void {
  const place = ['eventBuses', name, 'import'];
  if (name === DEFAULT_BUS) {
    const message = 'eventBuses.default is the bus that every account has, so it cannot be imported.';
    report(place, message, 'Give the imported bus another name.');
    return;
  }
  const because = 'API Gateway sends to event buses of its own region';
  checkImportedArn({ arn, place, what: 'an event bus', because }, config, report);
}

function checkRule(name: string, config: StageConfig, report: ReportProblem): void {
  const { bus, pattern, consumer } = config.eventRules[name]!;
  const path = ['eventRules', name];
  if (bus !== DEFAULT_BUS) checkBus(path, bus, config, report);
  if (Object.keys(pattern).length === 0) {
    report(path, `eventRules.${name} has no pattern.`, 'Add one, e.g. pattern: { detail-type: [OrderPlaced] }.');
  } else checkEventPattern(pattern, [...path, 'pattern'], report);
  if (consumer.handler === '') {
    report(path, `eventRules.${name} has no consumer.`, 'Add one, e.g. consumer: src/on-placed.ts.');
    return;
  }
  const because = 'EventBridge would call it with events instead of requests';
  const file = { file: consumer.handler, path: [...path, 'consumer'], what: 'consumer', because };
  checkFunctionFile(file, config.function, report);
}

function checkBus(path: string[], name: string, { eventBuses }: StageConfig, report: ReportProblem): void {
  const bus = eventBuses[name];
  const title = `${path.join('.')}.bus`;
  if (!bus) {
    report(
      [...path, 'bus'],
      `${title} names the event bus ${name}, which does not exist.`,
      `Add eventBuses: { ${name}: {} }.`,
    );
  } else if (bus.import !== undefined) {
    report(
      [...path, 'bus'],
      `${title} names the imported event bus ${name}, whose rules belong to its owner.`,
      'Use a bus of the stage or default, or let the owner of the bus create the rule.',
    );
  }
}

/** Checks the members of an integration that sends an event, and that the body can be its detail. Pure. */
import type { Path } from '../../config/problem.ts';
import type { Json } from '../model/json.ts';
import { objectOf, textOf } from '../model/json.ts';
import type { Operation } from '../model/operations.ts';
import { deref } from '../model/references.ts';
import type { ReportFinding } from '../rules/report.ts';
import { checkMembers } from './known-members.ts';

/** These stand in a template as they are written, so they have no character that means something there. */
const TEXT = /^[A-Za-z0-9 ._:/@+=-]{1,128}$/;
const EXAMPLES = { source: 'shop.orders', detailType: 'OrderPlaced' } as const;

export function lintEvent(value: unknown, operation: Operation, document: Json, at: Path, report: ReportFinding): void {
  if (!checkMembers(value, ['bus', 'source', 'detailType'], at, 'eventBridge', report)) return;
  lintBus(value.bus, at, report);
  for (const name of ['source', 'detailType'] as const) {
    if (TEXT.test(textOf(value[name]) ?? '')) continue;
    const what =
      value[name] === undefined ? `eventBridge has no ${name}.` : `${name} is ${JSON.stringify(value[name])}.`;
    const fix = `Write at most 128 letters, digits, spaces and ._:/@+=-, e.g. ${name}: ${EXAMPLES[name]}.`;
    report('settings-value', value[name] === undefined ? at : [...at, name], what, { fix });
  }
  if (/^aws\./i.test(textOf(value.source) ?? '')) {
    const fix = 'Name your own application, e.g. source: shop.orders.';
    report('settings-value', [...at, 'source'], `source is ${textOf(value.source)}, but only AWS may send as aws.`, {
      fix,
    });
  }
  for (const { schema } of operation.body?.media ?? []) {
    const { type } = objectOf(deref(document, schema));
    if (type === undefined || type === 'object') continue;
    const message = `${operation.operationId} sends its body as an event, but the body is of type ${String(type)}, and the detail of an event is an object.`;
    report('integration-body', at, message, { fix: 'Make the schema of the body an object.', key: true });
  }
}

function lintBus(bus: unknown, at: Path, report: ReportFinding): void {
  if (bus === undefined) return;
  const name = textOf(bus) ?? '';
  if (name !== '' && !name.startsWith('arn:')) return;
  const fix = name.startsWith('arn:')
    ? `Write eventBuses: { shared: { import: "${name}" } } in apikit.yaml, and bus: shared.`
    : 'Write the name of an event bus under eventBuses in apikit.yaml, or default.';
  report('settings-value', [...at, 'bus'], `bus is ${JSON.stringify(bus)}.`, { fix });
}

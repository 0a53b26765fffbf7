/** Reads the definitions of a stage's state machines, and checks them before any call. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StageConfig } from '../../config/config.ts';
import { definitionValues, filled, unknownPlaceholders } from '../../config/placeholders.ts';
import { ApikitError, EXIT } from '../../errors.ts';
import { partitionOf } from '../../naming/regions.ts';
import { checkDefinition } from '../../states-language/check-definition.ts';
import { taskPermissions } from '../../states-language/task-permissions.ts';

const ANY_ACCOUNT = '000000000000';
/** Step Functions' limit for a definition (API reference, CreateStateMachine). */
const MOST_BYTES = 1_048_576;

/**
 * Returns the definitions as the files have them, by the names of the state machines, or `undefined` if there are none.
 * Throws `InvalidDefinition` with the faults of all of them.
 */
export function readDefinitions(root: string, config: StageConfig): Record<string, string> | undefined {
  const definitions: Record<string, string> = {};
  const faults: string[] = [];
  for (const [name, { definition: file }] of Object.entries(config.stateMachines)) {
    if (file === undefined) continue;
    if (existsSync(join(root, file))) {
      definitions[name] = readFileSync(join(root, file), 'utf8');
      faults.push(...faultsOf(name, definitions[name], config).map((each) => `${file}${each}`));
    } else faults.push(`${file}: the file does not exist, but stateMachines.${name}.definition names it.`);
  }
  if (faults.length > 0) throw invalid(faults);
  return Object.keys(definitions).length === 0 ? undefined : definitions;
}

/** Each begins with its place in the definition and a colon. */
function faultsOf(name: string, text: string, config: StageConfig): string[] {
  const scope = { account: ANY_ACCOUNT, region: config.region, partition: partitionOf(config.region).id };
  const values = definitionValues(config, name, scope);
  const unknown = [...new Set(unknownPlaceholders(text, values))];
  if (unknown.length > 0) {
    const known = [...values.keys()].map((each) => `$\{${each}}`).join(', ');
    return unknown.map((each) => `: $\{${each}} has no value. Known here: ${known}.`);
  }
  const complete = filled(text, values);
  if (Buffer.byteLength(complete) > MOST_BYTES) return [`: Step Functions allows ${MOST_BYTES} bytes.`];
  const { machine, faults } = checkDefinition(complete);
  if (!machine || faults.length > 0) return faults.map(({ at, message }) => `${at && `#${at}`}: ${message}`);
  const { unclear } = taskPermissions(machine, scope);
  return unclear.map(({ at, why }) => `#${at}: The task ${why}.`);
}

const invalid = (faults: readonly string[]): ApikitError =>
  new ApikitError(
    'InvalidDefinition',
    `A state machine cannot be deployed:\n${faults.map((each) => `  ${each}`).join('\n')}`,
    {
      hint: 'Correct the definition. For a task that apikit cannot allow, create the state machine yourself and name its ARN in import: (docs/events.md). Nothing was sent to AWS.',
      exitCode: EXIT.usage,
    },
  );

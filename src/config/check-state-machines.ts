/** Checks the state machines of a resolved stage: their files, their functions, and settings of existing ones. Pure. */
import { stateMachineVariable } from '../naming/names.ts';
import { checkImportedArn } from './check-imported-arn.ts';
import { leavesProject } from './check-sections.ts';
import type { StageConfig } from './config.ts';
import type { RawConfig } from './raw-config.ts';
import { stageSection } from './stage-patterns.ts';
import type { ReportProblem } from './stage-report.ts';
import type { RawStateMachine, StateMachineConfig } from './state-machines.ts';

export function checkStateMachines(raw: RawConfig, config: StageConfig, report: ReportProblem): void {
  const variables = new Map<string, string>();
  for (const [name, machine] of Object.entries(config.stateMachines)) {
    const variable = stateMachineVariable(name);
    const other = variables.get(variable);
    if (other !== undefined) {
      const message = `State machines ${other} and ${name} would both have the variable ${variable} in the handler.`;
      report(['stateMachines', name], message, 'Rename one of them.');
    }
    variables.set(variable, name);
    const own = { ...raw.stateMachines?.[name], ...stageSection(raw.stages, config.stage).stateMachines?.[name] };
    if (own.import !== undefined) checkImport(name, own, config, report);
    else checkOwn(name, machine, config, report);
  }
}

function checkOwn(
  name: string,
  { definition, functions }: StateMachineConfig,
  { function: fn }: StageConfig,
  report: ReportProblem,
): void {
  const path = ['stateMachines', name];
  if (definition === undefined) {
    report(path, `stateMachines.${name} has no definition.`, 'Add one, e.g. definition: flows/order.asl.json.');
  } else if (leavesProject(definition)) {
    const message = `stateMachines.${name}.definition ${definition} is outside the project's folder.`;
    report([...path, 'definition'], message, 'Move it into the project.');
  }
  for (const [each, { handler }] of Object.entries(functions)) {
    const place = [...path, 'functions', each];
    if (leavesProject(handler)) {
      report(place, `${place.join('.')} ${handler} is outside the project's folder.`, 'Move it into the project.');
    } else if (handler === fn.entry) {
      const message = `${place.join('.')} is the API's own handler: Step Functions would call it with the input of a task.`;
      report(place, message, 'Give the function its own file.');
    }
  }
}

/** Settings that only the owner of a state machine may change. */
const OWNERS = ['definition', 'type', 'functions'] as const;

function checkImport(name: string, raw: RawStateMachine, config: StageConfig, report: ReportProblem): void {
  for (const setting of OWNERS) {
    if (raw[setting] === undefined) continue;
    report(
      ['stateMachines', name, setting],
      `stateMachines.${name} is imported, so apikit does not change it, but ${setting} would change it.`,
      `Leave out ${setting}, or leave out import: so that the stage has its own state machine.`,
    );
  }
  const place = ['stateMachines', name, 'import'];
  const because = 'API Gateway starts state machines of its own region';
  checkImportedArn({ arn: raw.import ?? '', place, what: 'a state machine', because }, config, report);
}

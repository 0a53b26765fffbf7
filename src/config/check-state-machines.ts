/** Checks the state machines of a resolved stage: their files, their functions, and settings of existing ones. Pure. */
import { stateMachineVariable } from '../naming/names.ts';
import { checkFunctionFile } from './check-function-file.ts';
import { checkImportedArn } from './check-imported-arn.ts';
import { checkOwnerSettings } from './check-owner-settings.ts';
import type { StageConfig } from './config.ts';
import { leavesProject } from './leaves-project.ts';
import type { RawConfig } from './raw-config.ts';
import { stageSection } from './stage-patterns.ts';
import type { ReportProblem } from './stage-report.ts';
import type { RawStateMachine, StateMachineConfig } from './state-machines.ts';
import { uniqueVariables } from './unique-variables.ts';

export function checkStateMachines(raw: RawConfig, config: StageConfig, report: ReportProblem): void {
  const checkVariable = uniqueVariables(
    { section: 'stateMachines', plural: 'State machines', variableOf: stateMachineVariable },
    report,
  );
  for (const [name, machine] of Object.entries(config.stateMachines)) {
    checkVariable(name);
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
    const because = 'Step Functions would call it with the input of a task';
    checkFunctionFile({ file: handler, path: [...path, 'functions', each], what: 'function', because }, fn, report);
  }
}

/** Settings that only the owner of a state machine may change. */
const OWNERS = ['definition', 'type', 'functions'] as const;

function checkImport(name: string, raw: RawStateMachine, config: StageConfig, report: ReportProblem): void {
  checkOwnerSettings({ path: ['stateMachines', name], what: 'state machine', settings: OWNERS }, raw, report);
  const place = ['stateMachines', name, 'import'];
  const because = 'API Gateway starts state machines of its own region';
  checkImportedArn({ arn: raw.import ?? '', place, what: 'a state machine', because }, config, report);
}

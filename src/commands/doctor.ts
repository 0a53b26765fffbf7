/**
 * `apikit doctor`: finds present and future problems of this machine, the account, the project and a live stage. Reads
 * only, except with `--fix`.
 */

import type { AwsTarget } from '../aws/sdk/aws-target.ts';
import { regionFault } from '../config/check-region.ts';
import { LOCAL_STAGE, type ProjectConfig } from '../config/config.ts';
import { type Context, endpointFromEnvironment, type Target } from '../context.ts';
import type { Examination } from '../doctor/examine.ts';
import type { DoctorFacts } from '../doctor/facts.ts';
import type { Repair } from '../doctor/finding.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import { APP_OPTION } from '../flags/common-flags.ts';
import type { ObservedFacts } from '../stage/doctor/stage-facts.ts';
import { asApikitError } from './parts/as-apikit-error.ts';
import { defineCommand } from './parts/command.ts';
import type { Examined } from './parts/doctor/doctor-text.ts';
import { doctorDocument, doctorText } from './parts/doctor/doctor-text.ts';

interface Answers {
  readonly examination: Examination;
  readonly stage?: string;
  readonly calls: number;
  /** The repairs that the user confirmed. */
  readonly repairs: readonly Repair[];
  readonly place?: AwsTarget;
}

export const doctor = defineCommand({
  options: [
    { flags: '--fix', description: 'carry out the safe fixes, and ask before each' },
    { flags: '--all-tables', description: 'check every table (default: three of them)' },
    APP_OPTION,
  ],
  common: ['stage', 'profile', 'region', 'yes'],
  anyStage: true,
  examples: [
    'apikit doctor',
    'apikit doctor --stage prod',
    'apikit doctor --stage prod --json',
    'apikit doctor --stage prod --all-tables',
    'apikit doctor --stage prod --fix',
  ],

  async ask({ flags }, context): Promise<Answers> {
    if (flags.fix && !context.interactive && !flags.yes)
      throw usageError(
        '--fix asks before it changes anything, but there is no terminal to ask on.',
        'Confirm all fixes with --yes.',
      );
    const { facts, place, stage } = await gather(flags.allTables, context);
    const { examine } = await import('../doctor/examine.ts');
    const examination = await examine(facts);
    return {
      examination,
      calls: place?.clients.counts.total ?? 0,
      repairs: flags.fix ? await agreed(examination, context) : [],
      ...(stage !== undefined && { stage }),
      ...(place && { place }),
    };
  },

  async execute({ examination, stage, calls, repairs, place }): Promise<Examined> {
    if (place && repairs.length > 0) {
      const { endLogs } = await import('../aws/logs/endless-logs.ts');
      const client = await place.clients.logs();
      for (const { logGroup, retentionDays } of repairs) await endLogs(client, logGroup, retentionDays);
    }
    return { examination, calls, repaired: repairs, ...(stage !== undefined && { stage }) };
  },

  render: doctorText,
  json: doctorDocument,
  exitCode: ({ examination: { findings }, repaired }) => {
    const left = findings.filter(({ repair }) => !repair || !repaired.includes(repair));
    if (left.some(({ check, severity }) => check === 'credentials' && severity === 'error')) return EXIT.credentials;
    return left.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.done;
  },
});

interface Gathered {
  readonly facts: DoctorFacts;
  readonly place?: AwsTarget;
  readonly stage?: string;
}

/** Anything that is missing or broken is a finding, and does not end the command. */
async function gather(allTables: boolean, context: Context): Promise<Gathered> {
  const { env, clock } = context.io;
  const { machineFacts } = await import('../stage/doctor/machine-facts.ts');
  const { config, facts: project } = await readProject(context);
  const stage = context.flags.stage ?? env.APIKIT_STAGE;
  const region = await regionUsed(context, config);
  const endpoint = endpointFromEnvironment(env);
  const surroundings = { env, region, ...(endpoint !== undefined && { endpoint }) };
  const asked = region.used === undefined ? undefined : await askAws(context, region.used, stage, config);
  if (!asked || asked instanceof ApikitError) {
    const machine = machineFacts({ ...surroundings, now: clock.now(), ...(asked && { unreachable: asked }) });
    return { facts: { machine, ...(project && { project }) }, ...(stage !== undefined && { stage }) };
  }
  const [{ accountFacts }, { createOnceReader }] = await Promise.all([
    import('../stage/doctor/account-facts.ts'),
    import('../stage/explain/evidence/once-reader.ts'),
  ]);
  const { clients, facts: target, caller } = asked;
  const machine = machineFacts({
    ...surroundings,
    now: clock.now(),
    clients,
    // An emulator knows nothing about the caller on AWS.
    ...(target.endpoint === undefined && { caller }),
  });
  const live = isTarget(asked) ? await lookAtStage(asked, allTables, context) : {};
  const account = accountFacts(asked, createOnceReader(clients), live.stage?.census);
  return {
    facts: { machine, account, ...(project && { project }), ...live },
    place: asked,
    ...(stage !== undefined && { stage }),
  };
}

interface ReadProject {
  readonly config?: ProjectConfig;
  readonly facts?: DoctorFacts['project'];
}

async function readProject(context: Context): Promise<ReadProject> {
  const { projectFacts, unreadable } = await import('../stage/doctor/project-facts.ts');
  try {
    const config = await context.project();
    return { config, ...(config.file !== '' && { facts: await projectFacts(config) }) };
  } catch (error) {
    if (!(error instanceof ApikitError)) throw error;
    return error.code === 'NoProject' ? {} : { facts: unreadable(error) };
  }
}

/** The region of the flag, of the stage or project, or of the environment, in this order. */
async function regionUsed(
  context: Context,
  project: ProjectConfig | undefined,
): Promise<DoctorFacts['machine']['region']> {
  const { flags, io } = context;
  const environment = io.env.AWS_REGION ?? io.env.AWS_DEFAULT_REGION;
  const stage = flags.stage ?? io.env.APIKIT_STAGE ?? LOCAL_STAGE;
  const used = flags.region ?? project?.anyStage(stage).region ?? environment;
  const fault = used === undefined ? undefined : regionFault(used, 'region');
  return {
    ...(environment !== undefined && { environment }),
    ...(used !== undefined && { used }),
    ...(fault && { fault: fault.message }),
  };
}

/** Errors that come from the variables of this machine. */
const SURROUNDINGS = ['BadProxy', 'BadCaBundle', 'BadEndpoint'];

/** The stage and its account, or only the account. An error if AWS cannot be asked. */
async function askAws(
  context: Context,
  region: string,
  stage: string | undefined,
  project: ProjectConfig | undefined,
): Promise<AwsTarget | Target | ApikitError> {
  try {
    if (stage !== undefined && project) return await context.target();
    const { profile } = context.flags;
    return await context.connect({ stage: '', region, ...(profile !== undefined && { profile }) });
  } catch (error) {
    const told = asApikitError(error, context.io);
    // Wrong usage is an error of the command line. Everything else is a finding.
    if (told.exitCode !== EXIT.usage || SURROUNDINGS.includes(told.code)) return told;
    throw error;
  }
}

const isTarget = (place: AwsTarget | Target): place is Target => 'config' in place;

interface LookedAt extends Pick<DoctorFacts, 'notDeployed' | 'hidden'> {
  readonly stage?: ObservedFacts;
}

async function lookAtStage(
  target: Target,
  allTables: boolean,
  { io: { clock, signal, env }, report }: Context,
): Promise<LookedAt> {
  const [{ liveEvidence }, { stageFacts }, { listedTables }, { createOnceReader }, { cacheReads }, { refusalOf }] =
    await Promise.all([
      import('../stage/explain/evidence/live-evidence.ts'),
      import('../stage/doctor/stage-facts.ts'),
      import('../stage/doctor/few-tables.ts'),
      import('../stage/explain/evidence/once-reader.ts'),
      import('../aws/sdk/cached-reads.ts'),
      import('../aws/sdk/unsearched.ts'),
    ]);
  const { config, clients, facts } = target;
  const parts = { clients, facts, clock, signal, report: report.event };
  // The comparison with apikit.yaml and the causes read the same resources: the API, its stage, its plans, the role.
  for (const client of await Promise.all([clients.apiGateway(), clients.iam()])) cacheReads(client);
  const evidence = liveEvidence(config, parts);
  try {
    await evidence.facts();
  } catch (error) {
    if (error instanceof ApikitError && error.code === 'NotDeployed') return { notDeployed: config.stage };
    const hidden = refusalOf(error);
    if (hidden === undefined) throw error;
    return { hidden };
  }
  const listed = allTables ? [] : listedTables(config);
  return { stage: stageFacts(config, listed, evidence, { ...parts, env }, createOnceReader(clients)) };
}

async function agreed({ findings }: Examination, { flags, prompts }: Context): Promise<Repair[]> {
  const repairs: Repair[] = [];
  for (const { repair } of findings) {
    if (!repair) continue;
    const { logGroup, retentionDays } = repair;
    const message = `Let log group ${logGroup} keep its lines for ${retentionDays} days? Older lines are deleted.`;
    if (flags.yes || (await prompts.confirm({ message }))) repairs.push(repair);
  }
  return repairs;
}

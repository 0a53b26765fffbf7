/** `apikit doctor`: what is wrong, or soon will be, with this machine, the account, the project and a live stage. Reads only, but for `--fix`. */
import type { ProjectConfig } from '../config/config.ts';
import { type Context, endpointFromEnvironment, type Place, type Target } from '../context.ts';
import type { Examination } from '../doctor/examine.ts';
import type { Facts } from '../doctor/facts.ts';
import type { Repair } from '../doctor/finding.ts';
import { ApikitError, EXIT, usageError } from '../errors.ts';
import type { ObservedFacts } from '../pipeline/doctor/stage-facts.ts';
import { APP_OPTION } from './app-option.ts';
import { defineCommand } from './command.ts';
import { doctorDocument, doctorText } from './doctor-text.ts';

interface Answers {
  readonly examination: Examination;
  readonly stage?: string;
  readonly calls: number;
  /** Agreed to. */
  readonly repairs: readonly Repair[];
  readonly place?: Place;
}

export interface Examined {
  readonly stage?: string;
  readonly examination: Examination;
  readonly calls: number;
  readonly repaired: readonly Repair[];
}

export const doctor = defineCommand<Answers, Examined>({
  options: [{ flags: '--fix', description: 'carry out the fixes that are safe, each after a question' }, APP_OPTION],
  common: ['stage', 'profile', 'region', 'yes'],
  anyStage: true,
  examples: [
    'apikit doctor',
    'apikit doctor --stage prod',
    'apikit doctor --stage prod --json',
    'apikit doctor --stage prod --fix',
  ],

  async ask({ flags }, context) {
    if (flags.fix === true && !context.interactive && flags.yes !== true)
      throw usageError(
        '--fix asks before it changes anything, and here is nobody to ask.',
        'Agree to all of it with --yes.',
      );
    const { facts, place, stage } = await gather(context);
    const { examine } = await import('../doctor/examine.ts');
    const examination = await examine(facts);
    return {
      examination,
      calls: place?.clients.counts.total ?? 0,
      repairs: flags.fix === true ? await agreed(examination, context) : [],
      ...(stage !== undefined && { stage }),
      ...(place && { place }),
    };
  },

  async execute({ examination, stage, calls, repairs, place }) {
    if (place && repairs.length > 0) {
      const { endLogs } = await import('../aws/endless-logs.ts');
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
  readonly facts: Facts;
  readonly place?: Place;
  readonly stage?: string;
}

/** Whatever is missing or broken is a finding, and never the end. */
async function gather(context: Context): Promise<Gathered> {
  const { env, clock } = context.io;
  const now = () => clock.now();
  const project = await readProject(context);
  const stageName = typeof context.flags.stage === 'string' ? context.flags.stage : env.APIKIT_STAGE;
  const environment = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const { machineFacts } = await import('../pipeline/doctor/machine-facts.ts');
  const used = await regionUsed(context, project.config);
  const endpoint = endpointFromEnvironment(env);
  const region = {
    ...(environment !== undefined && { environment }),
    ...(used.region !== undefined && { used: used.region }),
    ...(used.fault !== undefined && { fault: used.fault }),
  };
  const common = { env, region, ...(endpoint !== undefined && { endpoint }) };
  const shown = { ...(project.facts && { project: project.facts }) };
  const asked = used.region === undefined ? undefined : await askAws(context, stageName, project.config);
  if (!asked || asked instanceof ApikitError)
    return {
      facts: { machine: machineFacts({ ...common, now: now(), ...(asked && { unreachable: asked }) }), ...shown },
    };
  const {
    clients,
    facts: { account },
    caller,
  } = asked;
  const machine = machineFacts({
    ...common,
    now: now(),
    clients,
    // An emulator says nothing of whose they are on AWS.
    ...(asked.facts.endpoint === undefined && { caller }),
  });
  const live = isTarget(asked) ? await lookAtStage(asked, context) : {};
  const { accountFacts } = await import('../pipeline/doctor/account-facts.ts');
  const { readingOnce } = await import('../pipeline/evidence/reading-once.ts');
  const ofAccount = accountFacts(asked, readingOnce(clients), live.stage?.census);
  return {
    facts: { machine, account: ofAccount, ...shown, ...live },
    place: asked,
    ...(stageName !== undefined && account !== '' && { stage: stageName }),
  };
}

interface ReadProject {
  readonly config?: ProjectConfig;
  readonly facts?: Facts['project'];
}

async function readProject(context: Context): Promise<ReadProject> {
  const { projectFacts, unreadable } = await import('../pipeline/doctor/project-facts.ts');
  try {
    const config = await context.project();
    return { config, ...(config.file !== '' && { facts: await projectFacts(config) }) };
  } catch (error) {
    if (!(error instanceof ApikitError)) throw error;
    return error.code === 'NoProject' ? {} : { facts: unreadable(error) };
  }
}

async function regionUsed(
  context: Context,
  project: ProjectConfig | undefined,
): Promise<{ region?: string; fault?: string }> {
  const { regionFault } = await import('../config/check-region.ts');
  const named = context.flags.stage ?? context.io.env.APIKIT_STAGE;
  const region =
    typeof context.flags.region === 'string'
      ? context.flags.region
      : typeof named === 'string' && project
        ? project.anyStage(named).region
        : (project?.stage('local').region ?? context.io.env.AWS_REGION ?? context.io.env.AWS_DEFAULT_REGION);
  const fault = region === undefined ? undefined : regionFault(region, 'region');
  return { ...(region !== undefined && { region }), ...(fault && { fault: fault.message }) };
}

/** What is wrong with the variables of this machine. */
const SURROUNDINGS = ['BadProxy', 'BadCaBundle', 'BadEndpoint'];

/** The stage and its account, or the account alone; the error where AWS cannot be asked. */
async function askAws(
  context: Context,
  stage: string | undefined,
  project: ProjectConfig | undefined,
): Promise<Place | Target | ApikitError> {
  const { asApikitError } = await import('./as-apikit-error.ts');
  try {
    return stage !== undefined && project ? await context.target() : await context.place();
  } catch (error) {
    const told = asApikitError(error, context.io);
    // Wrong usage is for whoever typed it; everything else is something to find.
    if (told.exitCode !== EXIT.usage || SURROUNDINGS.includes(told.code)) return told;
    throw error;
  }
}

const isTarget = (place: Place | Target): place is Target => 'config' in place;

interface LookedAt extends Pick<Facts, 'notDeployed'> {
  readonly stage?: ObservedFacts;
}

async function lookAtStage(target: Target, { io: { clock, signal }, report }: Context): Promise<LookedAt> {
  const [{ liveEvidence }, { stageFacts }, { readingOnce }] = await Promise.all([
    import('../pipeline/evidence/live-evidence.ts'),
    import('../pipeline/doctor/stage-facts.ts'),
    import('../pipeline/evidence/reading-once.ts'),
  ]);
  const { config, clients, facts } = target;
  const parts = { clients, facts, clock, signal, report: report.event };
  const evidence = liveEvidence(config, parts);
  try {
    await evidence.facts();
  } catch (error) {
    if (error instanceof ApikitError && error.code === 'NotDeployed') return { notDeployed: config.stage };
    throw error;
  }
  return { stage: stageFacts(config, evidence, parts, readingOnce(clients)) };
}

async function agreed({ findings }: Examination, { flags, prompts }: Context): Promise<Repair[]> {
  const repairs: Repair[] = [];
  for (const { repair } of findings) {
    if (!repair) continue;
    const { logGroup, retentionDays } = repair;
    const message = `Let log group ${logGroup} keep its lines for ${retentionDays} days? What is older goes.`;
    if (flags.yes === true || (await prompts.confirm({ message }))) repairs.push(repair);
  }
  return repairs;
}

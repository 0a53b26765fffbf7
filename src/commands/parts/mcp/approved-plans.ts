/**
 * Decides on the writes of a client. A deploy carries out a plan that this server has shown, and the client names
 * everything that the plan deletes. Protected stages are for people.
 */
import { type Context, createContext } from '../../../context.ts';
import { usageError } from '../../../errors.ts';
import type { Document } from './run-tool.ts';
import type { ToolInput } from './tool-input.ts';

interface ShownPlan {
  readonly stage: string;
  /** The resources that the plan deletes or adopts. */
  readonly losses: readonly string[];
}

export interface ApprovedPlans {
  /** Remembers a result of the tool `plan`. */
  show(stage: string, plan: Document): void;
  /** Throws a usage error for a deploy without such a plan, or one that does not name all its losses. */
  refuse(input: ToolInput): void;
}

export function createApprovedPlans(): ApprovedPlans {
  const plans = new Map<string, ShownPlan>();
  return {
    show(stage, plan) {
      const { fingerprint, changes } = plan as {
        fingerprint: string;
        changes: readonly { resource: string; action: string }[];
      };
      const losses = changes.filter(({ action }) => action === 'delete' || action === 'adopt');
      plans.set(fingerprint, { stage, losses: losses.map(({ resource }) => resource) });
    },
    refuse({ plan: fingerprint, stage, deletes = [] }) {
      const plan = plans.get(String(fingerprint));
      if (!plan || plan.stage !== stage)
        throw usageError(
          `The tool plan has not shown a plan with the fingerprint ${JSON.stringify(fingerprint)} for the stage ${stage}. Nothing was changed.`,
          'Call plan for the stage, and pass the fingerprint of its result. A plan that was cut counts as not shown: a person deploys it in a terminal.',
        );
      const named = deletes as readonly string[];
      const unnamed = plan.losses.filter((resource) => !named.includes(resource));
      if (unnamed.length > 0)
        throw usageError(
          `The plan deletes or takes over resources that the argument deletes does not name: ${unnamed.join(', ')}. Nothing was changed.`,
          'If the user wants that, name each of them in deletes.',
        );
      const unknown = named.filter((resource) => !plan.losses.includes(resource));
      if (unknown.length > 0)
        throw usageError(
          `The argument deletes names resources that the plan neither deletes nor takes over: ${unknown.join(', ')}. Nothing was changed.`,
          'Read the changes of the plan again.',
        );
    },
  };
}

/** Throws a usage error for a protected stage, and for one that is not in apikit.yaml. */
export async function refuseProtected(
  command: string,
  stage: string,
  { io, flags, run }: Pick<Context, 'io' | 'flags' | 'run'>,
): Promise<void> {
  const silent = { ...io, signal: io.signal, stderr: { write: () => true } };
  // The file may have changed since the server started.
  const project = await createContext(silent, { ...flags, quiet: true }, {}, run).project();
  if (!project.stage(stage).protected) return;
  throw usageError(
    `Stage ${stage} is protected, and the tool ${command} does not change protected stages. Nothing was changed.`,
    `A person can run it in a terminal: apikit ${command} --stage ${stage}`,
  );
}

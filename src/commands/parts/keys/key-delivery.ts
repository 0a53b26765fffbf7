/**
 * Delivers the value of a key to the user: on the screen, to the clipboard, or into a secret. Until then, the key has a
 * tag that marks it.
 */
import type { CreatedKey } from '../../../aws/keys/new-key.ts';
import type { Context, Target } from '../../../context.ts';
import { ApikitError, usageError } from '../../../errors.ts';
import type { Option } from '../../../flags/option.ts';
import type { FlagsOf } from '../../../flags/values.ts';
import { asApikitError } from '../as-apikit-error.ts';

export const DELIVERY_OPTIONS = [
  { flags: '--copy', description: 'copy the value to the clipboard instead of showing it' },
  {
    flags: '--to-secret <arn>',
    description: 'write the value into a secret of Secrets Manager, as its text, instead of showing it',
  },
] as const satisfies readonly Option[];

type DeliveryFlags = FlagsOf<(typeof DELIVERY_OPTIONS)[number]>;

export interface Delivered {
  /** `null` if the value is not shown. */
  readonly value: string | null;
  /** The place to which the value was written: `clipboard`, or the ARN of the secret. */
  readonly to: string | null;
}

export type Deliver = (value: string) => Promise<Delivered>;

/** Checks what needs no call to AWS. Throws a usage error. */
export function checkDelivery({ copy, toSecret }: DeliveryFlags): void {
  if (copy && toSecret !== undefined)
    throw usageError('--copy and --to-secret name two places for one value.', 'Pass one of them.');
}

/** Called before a key is created. Throws a usage error if the value cannot be delivered. */
export async function deliveryOf(
  { copy, toSecret }: DeliveryFlags,
  { clients, config }: Target,
  { env }: Context['io'],
): Promise<Deliver> {
  if (copy) {
    const { findClipboard } = await import('../../../ui/clipboard.ts');
    const toClipboard = findClipboard(env);
    if (!toClipboard)
      throw usageError(
        'There is no clipboard here, or no program that writes to it. No key was created.',
        'Install wl-copy, xclip or xsel, or remove --copy and redirect standard output.',
      );
    return async (value) => {
      await toClipboard(value);
      return { value: null, to: 'clipboard' };
    };
  }
  if (toSecret === undefined) return async (value) => ({ value, to: null });
  const region = /^arn:[^:]*:secretsmanager:([^:]+):/.exec(toSecret)?.[1];
  if (region !== undefined && region !== config.region)
    throw usageError(
      `The secret is in ${region}, but the stage is in ${config.region}. No key was created.`,
      'Name a secret in the region of the stage.',
    );
  const { findSecret, putSecret } = await import('../../../aws/secrets/put-secret.ts');
  const client = await clients.secretsManager();
  const arn = await findSecret(client, toSecret);
  if (arn === undefined)
    throw usageError(
      `There is no secret ${toSecret} in ${config.region}. No key was created.`,
      'Create it first, with any value, or correct the ARN.',
    );
  return async (value) => {
    await putSecret(client, arn, value);
    return { value: null, to: arn };
  };
}

/** Throws the error that prevented the delivery. Its hint says how to continue with the same key. */
export async function delivered(
  deliver: Deliver,
  { name, id, value }: CreatedKey,
  context: Context,
): Promise<Delivered> {
  try {
    return await deliver(value);
  } catch (error) {
    const { code, message, exitCode } = asApikitError(error, context.io);
    throw new ApikitError(
      code === 'Defect' ? 'NotHandedOut' : code,
      `Key ${name} (${id}) was created, but its value could not be handed out: ${code === 'Defect' ? (error as Error).message : message}`,
      {
        exitCode,
        cause: error,
        hint: 'Run the same command again, or choose another way out: it continues with this key.',
      },
    );
  }
}

/** Removes the tag: from now on, someone knows the value. */
export async function markDelivered(
  { clients, facts }: Target,
  keys: readonly { readonly id: string; readonly name: string }[],
  context: Context,
): Promise<void> {
  const { markHandedOut } = await import('../../../aws/keys/change-key.ts');
  const client = await clients.apiGateway();
  for (const { id, name } of keys) {
    try {
      await markHandedOut({ client, facts }, id);
    } catch (error) {
      const { code, message, exitCode } = asApikitError(error, context.io);
      throw new ApikitError(
        code,
        `The value of ${name} (${id}) was handed out and works, but this could not be recorded on the key: ${message}`,
        {
          exitCode,
          cause: error,
          hint: 'Run the same command again: it hands out the same value once more, and records it.',
        },
      );
    }
  }
}

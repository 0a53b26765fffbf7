/** How the value of a key gets to the user: shown once, to the clipboard, or into a secret. Until it has, the key carries a mark. */
import type { CreatedKey } from '../../../aws/keys/new-key.ts';
import type { Context, Flags, Target } from '../../../context.ts';
import { ApikitError, usageError } from '../../../errors.ts';
import { asApikitError } from '../as-apikit-error.ts';
import type { Option } from '../command.ts';

export const DELIVERY_OPTIONS: readonly Option[] = [
  { flags: '--copy', description: 'copy the value to the clipboard instead of showing it' },
  {
    flags: '--to-secret <arn>',
    description: 'write the value into a secret of the Secrets Manager, as its text, instead of showing it',
  },
];

export interface Delivered {
  /** `null`: it was not to be shown. */
  readonly value: string | null;
  /** Where it was written instead: `clipboard`, or the ARN of the secret. */
  readonly to: string | null;
}

export type Deliver = (value: string) => Promise<Delivered>;

/** Checks what can be checked without AWS. Throws a usage error. */
export function checkDelivery(flags: Flags): void {
  const { copy, toSecret } = flags;
  if (copy === true && toSecret !== undefined)
    throw usageError('--copy and --to-secret say two places for one value.', 'Pass one of them.');
}

/** Before anything is made. Throws a usage error where the value would have nowhere to go. */
export async function deliveryOf(
  { flags, io }: Pick<Context, 'flags' | 'io'>,
  { clients, config }: Target,
): Promise<Deliver> {
  const { copy, toSecret } = flags;
  if (copy === true) {
    const { findClipboard } = await import('../../../ui/clipboard.ts');
    const toClipboard = findClipboard(io.env);
    if (!toClipboard)
      throw usageError(
        'There is no clipboard here, or no program that writes to it. Nothing was made.',
        'Install wl-copy, xclip or xsel, or leave --copy out and lead standard output to where the value is wanted.',
      );
    return async (value) => {
      await toClipboard(value);
      return { value: null, to: 'clipboard' };
    };
  }
  if (typeof toSecret !== 'string') return async (value) => ({ value, to: null });
  const region = /^arn:[^:]*:secretsmanager:([^:]+):/.exec(toSecret)?.[1];
  if (region !== undefined && region !== config.region)
    throw usageError(
      `The secret is in ${region}, and the stage in ${config.region}. Nothing was made.`,
      'Name a secret in the region of the stage.',
    );
  const { findSecret, putSecret } = await import('../../../aws/secrets/put-secret.ts');
  const client = await clients.secretsManager();
  const arn = await findSecret(client, toSecret);
  if (arn === undefined)
    throw usageError(
      `There is no secret ${toSecret} in ${config.region}. Nothing was made.`,
      'Make it first, with any value, or correct the ARN.',
    );
  return async (value) => {
    await putSecret(client, arn, value);
    return { value: null, to: arn };
  };
}

/** Throws what keeps the value from its place, with what to do: the key is gone on with. */
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
      `Key ${name} (${id}) is made, and its value could not be handed out: ${code === 'Defect' ? (error as Error).message : message}`,
      {
        exitCode,
        cause: error,
        hint: 'Run the same command again, also with another way out: it goes on with this key.',
      },
    );
  }
}

/** Takes the mark away: from now on the value counts as known. */
export async function noteHandedOut(
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
        `The value of ${name} (${id}) is handed out and works, but this could not be noted on the key: ${message}`,
        {
          exitCode,
          cause: error,
          hint: 'Run the same command again: it hands out the same value once more, and notes it.',
        },
      );
    }
  }
}

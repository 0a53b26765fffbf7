/** Finds the layers of a function by ARN, with Lambda's rules and texts (docs/aws/lambda.md). */
import { AwsError } from '../../cloud/aws-error.ts';
import type { OperationContext } from '../../cloud/operation.ts';
import { MAX_UNZIPPED, unzippedSize } from '../../state/functions/code.ts';
import { invalidParameter } from '../../state/functions/errors.ts';
import { type AttachedLayer, layerState } from '../../state/functions/layers.ts';
import type { FunctionCode } from '../../state/functions/model.ts';

const MOST_LAYERS = 5;

/** Returns `current` if the request has no list. Throws InvalidParameterValueException, AccessDeniedException. */
export function readLayers(
  arns: readonly string[] | undefined,
  current: readonly AttachedLayer[] | undefined,
  context: OperationContext,
): readonly AttachedLayer[] | undefined {
  if (arns === undefined) return current;
  if (arns.length > MOST_LAYERS) throw invalidParameter(`Cannot reference more than ${MOST_LAYERS} layers.`);
  const seen = new Map<string, string>();
  const layers = arns.map((arn) => {
    const layer = attachable(arn, context);
    const unversioned = arn.slice(0, arn.lastIndexOf(':'));
    const other = seen.get(unversioned);
    if (other !== undefined) {
      throw invalidParameter(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${other} and ${arn} are versions of the same layer.`,
      );
    }
    seen.set(unversioned, arn);
    return layer;
  });
  return layers.length === 0 ? undefined : layers;
}

function attachable(arn: string, context: OperationContext): AttachedLayer {
  const [, , , region = '', account] = arn.split(':');
  if (account !== context.account) throw denied(arn);
  if (region !== context.region) {
    throw invalidParameter(
      `Layers are not in the same region as the function. Layers are expected to be in region ${context.region}.`,
    );
  }
  const found = layerState(context.cloud, context).versions.get(arn);
  if (!found) throw invalidParameter(`Layer version ${arn} does not exist.`);
  const { blob, size, unzipped } = found;
  return { arn, blob, size, unzipped };
}

/** No layer of another account is shared with this one. */
export function denied(arn: string): AwsError {
  return new AwsError(
    'AccessDeniedException',
    `User is not authorized to perform: lambda:GetLayerVersion on resource: ${arn} because no resource-based policy allows the lambda:GetLayerVersion action`,
    { status: 403 },
  );
}

/** Throws InvalidParameterValueException if code and layers are too large together. */
export function checkTotalSize(
  layers: readonly AttachedLayer[] | undefined,
  code: Buffer | FunctionCode,
  { cloud }: Pick<OperationContext, 'cloud'>,
): void {
  if (layers === undefined) return;
  const ofLayers = layers.reduce((sum, { unzipped }) => sum + unzipped, 0);
  if (ofLayers > MAX_UNZIPPED) {
    throw invalidParameter(`Layers consume more than the available size of ${MAX_UNZIPPED} bytes`);
  }
  const total = ofLayers + unzippedSize(Buffer.isBuffer(code) ? code : cloud.store.getBlob(code.blob));
  if (total > MAX_UNZIPPED) {
    throw invalidParameter(
      `Function code combined with layers exceeds the maximum allowed size of ${MAX_UNZIPPED} bytes. The actual size is ${total} bytes.`,
    );
  }
}

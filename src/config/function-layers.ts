/** `function.layers` of apikit.yaml: the Lambda layers of the functions. Pure. */
import { type Schema, section } from './schema-node.ts';

export interface FunctionLayer {
  /** The ARN of a layer version, or `powertools:44`. */
  readonly layer: string;
  /** Packages (Node.js) or modules (Python) that code imports from the layer. */
  readonly provides: readonly string[];
}

/** A layer as it is written in apikit.yaml. */
export type RawLayer = string | { readonly arn?: string; readonly provides?: readonly string[] };

export const layersSchema: Schema = {
  type: 'array',
  description:
    'Lambda layers of the functions, in the order in which Lambda unpacks them: ARNs of layer versions, or powertools:<version> for the public layer of Powertools for AWS Lambda (docs/function.md). [] removes all. The stage local has only those that are set there. Default: unchanged; a new function has none.',
  items: {
    oneOf: [
      { type: 'string', minLength: 1 },
      section('A layer with packages that the code imports from it.', {
        arn: { type: 'string', minLength: 1, description: 'The ARN of a layer version. Required.' },
        provides: {
          type: 'array',
          uniqueItems: true,
          items: { type: 'string', pattern: '^(@[a-z0-9~][a-z0-9._~-]*/)?[a-zA-Z0-9_~][a-zA-Z0-9._~-]*$' },
          description:
            'Packages (Node.js) or modules (Python) that the layer contains: they stay out of the zip. Default: none.',
        },
      }),
    ],
  },
};

export const resolveLayers = (layers: readonly RawLayer[]): FunctionLayer[] =>
  layers.map((one) =>
    typeof one === 'string' ? { layer: one, provides: [] } : { layer: one.arn ?? '', provides: one.provides ?? [] },
  );

/** `function.layers` of apikit.yaml: the Lambda layers of the functions. Pure. */
import { type Schema, section } from './schema-node.ts';

export interface FunctionLayer {
  /** The ARN of a layer version, `powertools:44`, or a folder of the project. */
  readonly layer: string;
  /** Packages (Node.js) or modules (Python) that code imports from the layer. */
  readonly provides: readonly string[];
  /** Set if apikit.yaml has it under `arn`. */
  readonly underArn?: true;
}

/** A layer as it is written in apikit.yaml. */
export type RawLayer = string | { readonly arn?: string; readonly provides?: readonly string[] };

export const layersSchema: Schema = {
  type: 'array',
  description:
    'Lambda layers of the functions, in the order in which Lambda unpacks them: folders of the project, ARNs of layer versions, or powertools:<version> for the public layer of Powertools for AWS Lambda (docs/function.md). [] removes all. The stage local has the folders, and the others only if they are set there. Default: unchanged; a new function has none.',
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

/** Whether a layer is made of a folder of the project. */
export const isFolder = (layer: string): boolean => !/^(arn:|powertools\b)/.test(layer) && layer !== '';

/** The layers that the embedded cloud has without being told: those of the project. `undefined` if there are none. */
export function layersOfProject(layers: readonly RawLayer[] = []): readonly RawLayer[] | undefined {
  const own = layers.filter((one) => typeof one === 'string' && isFolder(one));
  return own.length > 0 ? own : undefined;
}

export const resolveLayers = (layers: readonly RawLayer[]): FunctionLayer[] =>
  layers.map((one) =>
    typeof one === 'string'
      ? { layer: one, provides: [] }
      : { layer: one.arn ?? '', provides: one.provides ?? [], underArn: true },
  );

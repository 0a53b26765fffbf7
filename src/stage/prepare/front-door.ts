/** Collects what a function needs to stand in for a REST API, from the contract and the configuration of a stage. */
import type { Door, FrontDoor } from '../../bundle/front-door/door.ts';
import type { generateContract } from '../../codegen/generate-contract.ts';
import type { StageConfig } from '../../config/config.ts';
import { allowedOrigins } from '../../config/loopback-origins.ts';
import { withDeclaredHeaders } from '../../contract/compile/declared-headers.ts';
import { validatorOf } from '../../contract/compile/validators.ts';
import type { Contract } from '../../contract/model/contract.ts';
import { isMappable } from '../../contract/model/parameters.ts';

/** Returns `undefined` for a stage with a REST API. */
export async function frontDoorOf(
  contract: Contract,
  config: StageConfig,
  generate: typeof generateContract,
): Promise<FrontDoor | undefined> {
  if (config.api === 'rest') return undefined;
  const python = config.function.runtime.startsWith('python');
  const { js } = python ? { js: '' } : await generate(contract, { tables: {}, files: [] });
  return { door: doorOf(contract, config), checks: js };
}

function doorOf(contract: Contract, config: StageConfig): Door {
  // An HTTP API answers preflights itself, and adds the headers to all responses.
  const cors = config.api === 'url' && withDeclaredHeaders(config.cors, contract);
  return {
    routes: contract.operations.map((operation) => ({
      method: operation.method,
      path: operation.path,
      iam: operation.access.authorizer?.kind === 'iam',
      guarded: config.api === 'http' && operation.access.authorizer !== undefined,
      required: operation.parameters.flatMap(({ in: place, name, required }) =>
        required && (place === 'query' || place === 'header') && isMappable({ in: place, name })
          ? [{ in: place, name }]
          : [],
      ),
      checksBody: validatorOf(operation)?.startsWith('body') === true,
    })),
    ...(cors && {
      cors: {
        origins: allowedOrigins(cors),
        credentials: cors.credentials,
        allowHeaders: cors.allowHeaders,
        exposeHeaders: cors.exposeHeaders,
        maxAge: cors.maxAge,
      },
    }),
    binaryMediaTypes: config.binaryMediaTypes,
    ...(config.payload === '2.0' && { payload: config.payload }),
  };
}

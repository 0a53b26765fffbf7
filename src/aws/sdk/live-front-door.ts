/** Finds the front door of a stage that is known only by its name (docs/adr/0026). Reads only. */
import type { GetApisCommandOutput } from '@aws-sdk/client-apigatewayv2';
import { apiName, functionName, LIVE_ALIAS, type StageIdentity } from '../../naming/names.ts';
import { RELEASE_VARIABLE } from '../../naming/release-marks.ts';
import type { Clients } from './clients.ts';
import { isDenied, undefinedIfNotFound } from './errors/sdk-error.ts';

export type FrontDoors = readonly ['rest' | 'http' | 'url', ...('rest' | 'http' | 'url')[]];

/**
 * The function behind an HTTP API or a URL has its release in a variable. Returns both if a stage that moved has both,
 * because nothing else in the account tells which of them apikit.yaml names.
 */
export async function liveFrontDoors(clients: Clients, stage: StageIdentity): Promise<FrontDoors> {
  const FunctionName = functionName(stage);
  const { GetFunctionCommand, GetFunctionUrlConfigCommand } = await import('@aws-sdk/client-lambda');
  const lambda = await clients.lambda();
  const found = await allowed(lambda.send(new GetFunctionCommand({ FunctionName })));
  if (found?.Configuration?.Environment?.Variables?.[RELEASE_VARIABLE] === undefined) return ['rest'];
  const ofUrl = new GetFunctionUrlConfigCommand({ FunctionName, Qualifier: LIVE_ALIAS });
  if ((await allowed(lambda.send(ofUrl))) === undefined) return ['http'];
  return (await hasHttpApi(clients, apiName(stage))) ? ['http', 'url'] : ['url'];
}

/** A caller of a stage with one front door may have no permission to look for another one. */
async function allowed<Found>(reading: Promise<Found>): Promise<Found | undefined> {
  return await undefinedIfNotFound(reading).catch((error: unknown) => {
    if (isDenied(error)) return undefined;
    throw error;
  });
}

async function hasHttpApi(clients: Clients, name: string): Promise<boolean> {
  const { GetApisCommand } = await import('@aws-sdk/client-apigatewayv2');
  const client = await clients.apiGatewayV2();
  let NextToken: string | undefined;
  do {
    const command = new GetApisCommand({ MaxResults: '100', ...(NextToken && { NextToken }) });
    const page: GetApisCommandOutput | undefined = await allowed(client.send(command));
    if (page?.Items?.some(({ Name }) => Name === name)) return true;
    NextToken = page?.NextToken;
  } while (NextToken);
  return false;
}

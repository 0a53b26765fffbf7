/** A deployment in a response: never with its snapshot, and with a summary of it on request. */
import type { Deployment } from '../../../state/apis/model.ts';

type Summary = Record<string, Record<string, { authorizationType: string; apiKeyRequired: boolean }>>;

export function deploymentView(deployment: Deployment, { summary = false } = {}): Record<string, unknown> {
  const { snapshot, ...rest } = deployment;
  return summary ? { ...rest, apiSummary: summaryOf(snapshot.definition) } : rest;
}

function summaryOf(definition: Deployment['snapshot']['definition']): Summary {
  const withMethods = Object.values(definition.resources).filter((resource) => resource.resourceMethods);
  return Object.fromEntries(
    withMethods.map((resource) => [
      resource.path,
      Object.fromEntries(
        Object.entries(resource.resourceMethods ?? {}).map(([name, { authorizationType, apiKeyRequired }]) => [
          name,
          { authorizationType, apiKeyRequired },
        ]),
      ),
    ]),
  );
}

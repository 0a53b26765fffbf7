/**
 * Writes an app of AWS CDK that includes the template with the IDs that it has, for a stack that has imported the plain
 * template. Pure.
 */

/** The version that the app was tried with. */
const CDK = '^2.200.0';

export function cdkFiles(stack: string, place: { readonly account: string; readonly region: string }) {
  const app = `import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';

const app = new App({ analyticsReporting: false });
const stack = new Stack(app, ${JSON.stringify(stack)}, {
  env: { account: ${JSON.stringify(place.account)}, region: ${JSON.stringify(place.region)} },
});

// Each resource can be replaced by a construct of its own later: template.getResource(id) returns it.
export const template = new CfnInclude(stack, 'Template', {
  templateFile: 'template.json',
  preserveLogicalIds: true,
});
`;
  return {
    'app.mjs': app,
    'cdk.json': `${JSON.stringify({ app: 'node app.mjs' }, null, 2)}\n`,
    'package.json': `${JSON.stringify(
      {
        name: stack.toLowerCase(),
        private: true,
        type: 'module',
        dependencies: { 'aws-cdk-lib': CDK, constructs: '^10.0.0' },
        devDependencies: { 'aws-cdk': '^2.1000.0' },
      },
      null,
      2,
    )}\n`,
  };
}

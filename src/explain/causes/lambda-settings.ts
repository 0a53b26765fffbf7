import type { Cause } from '../cause.ts';

export const lambdaSettings: Cause = {
  id: 'lambda-settings',
  signs: {
    text: /InvalidParameterValueException|ModeNotSupported|ResourceInUseException|CapacityProvider\w*Exceeded|FunctionVersionsPerCapacityProviderLimitExceeded|NoPublishedVersion|CallbackTimeout/i,
  },
  says: 'Lambda rejects a setting of the function.',
  fix: 'The message names the setting; correct it in apikit.yaml.',
  next: () => 'apikit validate',
};

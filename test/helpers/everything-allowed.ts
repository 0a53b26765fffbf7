/** A policy that denies nothing, for tests in which a caller loses a permission and gets it back. */
export const EVERYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

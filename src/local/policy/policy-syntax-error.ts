/** A document that is no policy. Whoever asked for its compilation says so in its own service's words. */
export class PolicySyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PolicySyntaxError';
  }
}

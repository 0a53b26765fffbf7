/** The failure of a state, with the name that retriers and catchers compare. */
export class StateError extends Error {
  readonly error: string;
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** `States.ALL` stands for every error but a fault of the definition, `States.TaskFailed` for the errors of tasks. */
export function matches({ error }: StateError, names: readonly string[]): boolean {
  return names.some(
    (name) =>
      name === error ||
      (name === 'States.ALL' && error !== 'States.Runtime') ||
      (name === 'States.TaskFailed' && !error.startsWith('States.')),
  );
}

/** Two bodies that openapi.yaml allows. */
import type { Schemas } from '../src/generated/contract.js';

export const example: Schemas.__Item__Input = __example__;

export const another: Schemas.__Item__Input = __another__;

/** Returns different bodies that can all be stored together. */
export const numbered = (index: number): Schemas.__Item__Input => ({ ...example, email: `user${index}@example.com` });

/** Two bodies that openapi.yaml allows. */
import type { __Item__Input } from '../src/generated/validators.js';

export const example: __Item__Input = __example__;

export const another: __Item__Input = __another__;

/** In a file of its own, so that it is loaded only for a cloud in memory. */
export { MemoryLevel } from 'memory-level';

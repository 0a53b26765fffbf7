/** A log event as it is stored. Types only. */

export interface StoredEvent {
  /** Increases within the group: the order of arrival, and the unique part of event IDs. */
  readonly sequence: number;
  readonly stream: string;
  /** Epoch milliseconds from the writer. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

export type NewEvent = Omit<StoredEvent, 'sequence'>;

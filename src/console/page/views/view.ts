/** A view of the console: its place in the navigation, and what it needs. */
import type { ComponentType } from 'preact';

export interface ViewProps {
  /** The rest of the address after the name of the view: the ID of a request. */
  readonly rest: string;
}

export interface View {
  /** The name in the address, and of the document without which the view is not shown. */
  readonly name: string;
  readonly title: string;
  readonly component: ComponentType<ViewProps>;
}

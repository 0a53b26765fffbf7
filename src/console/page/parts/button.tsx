/** Buttons that keep the focus: one that is off can still be reached, because a disabled one loses the focus. */
import type { ComponentChildren, Ref } from 'preact';
import { useState } from 'preact/hooks';

interface ButtonProps {
  readonly off?: boolean | undefined;
  readonly children: ComponentChildren;
  /** The name for screen readers, if the text alone does not say enough. */
  readonly label?: string;
  readonly place?: Ref<HTMLButtonElement>;
  onPress(): void;
}

export const Button = ({ off = false, label, place, onPress, children }: ButtonProps) => (
  <button
    type="button"
    ref={place ?? null}
    aria-disabled={off}
    aria-label={label}
    onClick={() => {
      if (!off) onPress();
    }}
  >
    {children}
  </button>
);

interface SureButtonProps {
  readonly off?: boolean | undefined;
  readonly name: string;
  /** A sentence about the second press. */
  readonly consequence: string;
  onPress(): void;
}

/** It says what it will do, and does it when it is pressed a second time. */
export function SureButton({ off = false, name, consequence, onPress }: SureButtonProps) {
  const [asked, setAsked] = useState(false);
  const press = (event: MouseEvent) => {
    // The second click of a double click is no answer.
    if (off || event.detail > 1) return;
    setAsked(!asked);
    if (asked) onPress();
  };
  return (
    <>
      <button type="button" aria-disabled={off} onClick={press} onBlur={() => setAsked(false)}>
        {asked ? `${name} now` : name}
      </button>
      <span role="status">{asked && `${consequence} Press again to do it.`}</span>
    </>
  );
}

/** The page of `apikit console`. */
import { render } from 'preact';
import { takeToken } from './api.ts';
import { App } from './app.tsx';
import { asApiError, Failure } from './parts/document.tsx';

const place = document.getElementById('console')!;
takeToken().then(
  () => render(<App />, place),
  (error: unknown) => render(<Failure error={asApiError(error)} />, place),
);

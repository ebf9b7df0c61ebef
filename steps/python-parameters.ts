// What a template may say about Python packages.
import { text } from './parameters.ts';

/** As pip takes it in a requirement file; options are none. */
export const requirement = text(300).refine((one) => !/^[-\s]/.test(one), {
  error: 'must be a requirement and no option',
});

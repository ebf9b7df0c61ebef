// /api/v1/usual-durations: how long the steps of a template usually take.
import { z } from 'zod';
import type { ApiDependencies } from '../dependencies.ts';
import { type Route, route } from '../route.ts';
import { usualDurations } from '../usual-durations.ts';
import { word } from './schemas.ts';

const usualSchema = z
  .object({
    action: z.string(),
    label: z.string(),
    median_s: z.number().nonnegative().meta({ description: 'Median of the newest times that it was done, in seconds' }),
    count: z.int().min(1).max(20).meta({ description: 'How many times these were' }),
  })
  .meta({ id: 'UsualDuration', description: 'How long a step of a template usually takes' });

export function usualDurationRoutes({ store }: ApiDependencies): Route[] {
  return [
    route({
      method: 'get',
      path: '/api/v1/usual-durations',
      id: 'listUsualDurations',
      tag: 'templates',
      summary: 'How long the steps of a template took in its newest runs; a step that was never done is not listed',
      scope: 'read',
      query: z.strictObject({ template: word().meta({ description: 'Id of the template' }) }),
      answers: { 200: { description: 'The steps with a history', schema: z.object({ items: z.array(usualSchema) }) } },
      async handle({ query: { template } }) {
        return { items: usualDurations(await store.runs.doneSteps(template)) };
      },
    }),
  ];
}

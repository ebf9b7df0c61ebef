// What starts by key, schedules and groups are refused for: a part of the catalogue (failure.ts).

export const startFailures = {
  idempotency_key_reused: {
    kind: 'final',
    http: 422,
    hint: 'An Idempotency-Key belongs to one request: send a new one with another request.',
  },
  idempotency_key_in_use: {
    kind: 'retryable',
    http: 409,
    hint: 'The first request with this Idempotency-Key is still at work: ask again in a moment.',
  },
  schedule_not_found: { kind: 'final', http: 404, hint: 'GET /api/v1/schedules lists all.' },
  schedule_exists: { kind: 'final', http: 409, hint: 'Choose another id, or change the one that is there.' },
  schedule_over: { kind: 'final', http: 409, hint: 'Give it new times, or start it now.' },
  group_not_found: { kind: 'final', http: 404, hint: 'GET /api/v1/groups lists all.' },
  group_exists: { kind: 'final', http: 409, hint: 'Choose another id, or leave it out.' },
  group_active: {
    kind: 'final',
    http: 409,
    hint: 'Wait until the group has ended, or stop it: POST /api/v1/groups/{group_id}/cancel.',
  },
  group_ended: {
    kind: 'final',
    http: 409,
    hint: 'Boxes that failed or were not started: POST /api/v1/groups/{group_id}/retry.',
  },
  group_not_retryable: {
    kind: 'final',
    http: 409,
    hint: 'No box of the group has failed. Boxes that were not started are started with "not_started": true.',
  },
} as const;

type Environment = Record<string, string | undefined>;

/** Variables of ours that hold a secret. */
const SECRETS =
  /^(CIVITDL_API_KEY|VAST_API_KEY|BRINGUP_TOKEN|BRINGUP_SECRET_KEY(_NEW)?|BRINGUP_DATABASE_URL|PGPASSWORD|TEMPORAL_API_KEY)$/;

/** An environment for a process that needs none of our secrets; `but` names those that it does need. */
export const withoutSecrets = (env: Environment = process.env, but: readonly string[] = []): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !SECRETS.test(name) || but.includes(name)));

// What install_custom_nodes and verify_dependencies share about the verdict: which reasons are only warnings, and which packages
// no node may change.
import { z } from 'zod';

/** Why a node can fail, as the template names it. */
export const nodeReasons = [
  'unreachable',
  'not_found',
  'private',
  'no_such_ref',
  'dirty',
  'foreign',
  'conflict',
  'missing_package',
  'build_failed',
  'requirements',
  'install_py',
  'import_failed',
  'import_exits',
  'import_hangs',
] as const;

/** Reasons that make a node a warning instead of a failure of the step. */
export const acceptedReasons = z.array(z.enum(nodeReasons)).max(nodeReasons.length).default([]);

/** Name of a distribution, after PEP 508. */
const distributionName = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/, { error: 'must be the name of a Python package' });

/** Packages that must stay as they are, besides torch and what belongs to it. */
export const guardedPackages = z.array(distributionName).max(200).default([]);

/** A list of plain words as a script reads it. */
export const spaced = (words: readonly string[]): string => words.join(' ');

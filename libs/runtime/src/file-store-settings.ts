import { z } from 'zod';

const text = z.string().min(1);

/** Where uploaded files lie: in the service's own database, or in a store that speaks S3. Read by services that keep files. */
export const fileStoreFields = {
  FILES_S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .optional()
    .describe(
      'Store for uploaded files that speaks S3, addressed by path (`https://s3.data:9000`): student-records lays new files there, sealed. In the database without it',
    ),
  FILES_S3_BUCKET: text
    .optional()
    .describe('With `FILES_S3_ENDPOINT`: the bucket, of this installation alone; it has to be there'),
  FILES_S3_REGION: text.default('us-east-1').describe('The region of the bucket, where the store has some'),
  FILES_S3_ACCESS_KEY_ID: text
    .optional()
    .describe(
      'With `FILES_S3_ENDPOINT`: the access key, which may put, get and delete objects of the bucket and no more',
    ),
  FILES_S3_SECRET_ACCESS_KEY: text.optional().describe('With `FILES_S3_ENDPOINT`: the secret of that key'),
};

export type FileStoreSettings = z.output<z.ZodObject<typeof fileStoreFields>>;

const others = ['FILES_S3_BUCKET', 'FILES_S3_ACCESS_KEY_ID', 'FILES_S3_SECRET_ACCESS_KEY'] as const;

/** @returns what to do about a store that is described by half, by the setting to change */
export function fileStoreMisfits(settings: Partial<FileStoreSettings>): [keyof FileStoreSettings, string][] {
  if (settings.FILES_S3_ENDPOINT !== undefined)
    return others
      .filter((name) => settings[name] === undefined)
      .map((name) => [name, `is not set: FILES_S3_ENDPOINT needs ${others.join(', ')}`]);
  return others
    .filter((name) => settings[name] !== undefined)
    .map((name) => [name, 'has no use without FILES_S3_ENDPOINT: take it away, or set that']);
}

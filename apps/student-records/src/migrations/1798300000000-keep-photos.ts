import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createStoredFilesTable } from '#files';

/** 证件照 of students: the record names the one that counts by its hash, and those before it stay until an erasure. */
export class KeepPhotos1798300000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createStoredFilesTable(queryRunner);
    await queryRunner.query(`
      alter table registrations add column photo_sha256 text;
      create table photos (
        photo_id uuid primary key,
        registration_id uuid not null references registrations,
        -- that has uploaded it; another one sees it where the registration is its own now
        school_code text not null,
        sha256 text not null,
        bytes integer not null,
        reason text,
        uploaded_by text not null,
        uploaded_at timestamptz not null
      );
      create index photos_by_registration on photos (registration_id, photo_id);
      alter table photos enable row level security;
      alter table photos force row level security;
      create policy by_registration on photos
        using ((select current_setting('jiangtu.scope', true)) = 'all'
          or exists (select from registrations where registrations.registration_id = photos.registration_id))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `drop table photos, stored_files; alter table registrations drop column photo_sha256`,
    );
  }
}

import { Module } from '@nestjs/common';
import { ChangeContact } from './change-contact.js';
import { ContactVault } from './contact-vault.js';
import { ContactsController } from './contacts.controller.js';
import { RevealContact } from './reveal-contact.js';

/** 联系信息 */
@Module({
  controllers: [ContactsController],
  providers: [ContactVault, ChangeContact, RevealContact],
})
export class ContactsModule {}

#ifndef BROADSHEET_STORAGE_REPOSITORIES_H_
#define BROADSHEET_STORAGE_REPOSITORIES_H_

#include "absl/time/time.h"
#include "common/clock.h"
#include "common/page_token.h"
#include "storage/account_links.h"
#include "storage/account_repository.h"
#include "storage/artifact_promotions.h"
#include "storage/artifact_repository.h"
#include "storage/checkpoint_repository.h"
#include "storage/claim_repository.h"
#include "storage/comment_repository.h"
#include "storage/database.h"
#include "storage/dead_letter_repository.h"
#include "storage/edition_repository.h"
#include "storage/event_repository.h"
#include "storage/feed_store.h"
#include "storage/identity_repository.h"
#include "storage/lease_repository.h"
#include "storage/mail_ledger.h"
#include "storage/mail_reports.h"
#include "storage/paper_lists.h"
#include "storage/paper_repository.h"
#include "storage/reader_eraser.h"
#include "storage/reader_export.h"
#include "storage/reader_repository.h"
#include "storage/sign_in_guard.h"
#include "storage/submission_repository.h"
#include "storage/submitted_lists.h"
#include "storage/subscription_repository.h"
#include "storage/vector_repository.h"

namespace broadsheet::storage {

// Everything that the services answer from, over one database.
struct Repositories {
  // Pointers must outlive this.
  Repositories(Database* db, const PageTokenCodec* tokens, const Clock* clock,
               const absl::TimeZone& zone)
      : database(db),
        papers(db, clock),
        paper_lists(db, tokens),
        dead_letters(db, tokens),
        events(db, clock),
        readers(db, tokens, clock),
        reader_export(db, tokens),
        accounts(db, tokens),
        account_links(db),
        identities(db),
        sign_ins(db),
        comments(db, tokens),
        claims(db, tokens),
        submissions(db),
        submitted_lists(db, tokens, clock, zone),
        leases(db, clock),
        feed(db),
        eraser(db, &feed),
        artifacts(db, tokens, clock),
        promotions(db, clock),
        editions(db),
        vectors(db),
        checkpoints(db, clock),
        mail(db, clock),
        subscriptions(db, tokens, clock),
        mail_reports(db, tokens, clock) {}

  Database* database;
  PaperRepository papers;
  PaperLists paper_lists;
  DeadLetterRepository dead_letters;
  EventRepository events;
  ReaderRepository readers;
  ReaderExport reader_export;
  AccountRepository accounts;
  AccountLinks account_links;
  IdentityRepository identities;
  SignInGuard sign_ins;
  CommentRepository comments;
  ClaimRepository claims;
  SubmissionRepository submissions;
  SubmittedLists submitted_lists;
  LeaseRepository leases;
  FeedStore feed;
  ReaderEraser eraser;
  ArtifactRepository artifacts;
  ArtifactPromotions promotions;
  EditionRepository editions;
  VectorRepository vectors;
  CheckpointRepository checkpoints;
  MailLedger mail;
  SubscriptionRepository subscriptions;
  MailReports mail_reports;
};

}  // namespace broadsheet::storage

#endif  // BROADSHEET_STORAGE_REPOSITORIES_H_

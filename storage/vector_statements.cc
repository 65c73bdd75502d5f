#include "storage/vector_statements.h"

#include "absl/strings/str_cat.h"

namespace broadsheet::storage {

const char kVectorColumns[] =
    "paper_id, encoder, text_hash, scale::double precision, data";

void AddVectors(std::vector<Statement>* to) {
  // A lock of a row is waited for without a number: the transaction that gets
  // it has a higher one than those before, and holds back no horizon.
  to->push_back({"lock_encoder",
                 "select from encoders where encoder = $1 for no key update"});
  // While there is no row to lock, numbers are given out before one waits for
  // the other; the lower one is then returned nothing.
  to->push_back(
      {"hold_encoder",
       "insert into encoders as e (encoder, dimension, vectors, written_by) "
       "values ($1, $2, 0, pg_current_xact_id()) "
       "on conflict (encoder) do update set "
       "written_by = excluded.written_by, dimension = "
       "case when e.dimension = 0 then excluded.dimension else e.dimension end "
       "where e.written_by < excluded.written_by "
       "returning dimension, vectors"});
  to->push_back({"count_vectors",
                 "update encoders set vectors = vectors + $2 "
                 "where encoder = $1 returning vectors"});
  to->push_back({"list_encoders",
                 "select encoder, vectors, dimension from encoders "
                 "where dimension > 0 order by encoder"});
  to->push_back({"encoder_is_known",
                 "select exists (select from encoders where encoder = $1 "
                 "and dimension > 0)"});
  to->push_back({"forget_encoder",
                 "update encoders set dimension = 0 where encoder = $1"});
  to->push_back({"read_vectors", absl::StrCat("select ", kVectorColumns,
                                              " from paper_vectors "
                                              "where encoder = $1 and "
                                              "paper_id = any($2::text[])")});
  to->push_back(
      {"put_vectors",
       "insert into paper_vectors (paper_id, encoder, text_hash, scale, data) "
       "select paper_id, $1, text_hash, scale, data from "
       "(select unnest($2::text[]) as paper_id, "
       "unnest($3::bigint[]) as text_hash, "
       "unnest($4::double precision[])::real as scale, "
       "unnest($5::bytea[]) as data) as t "
       "order by paper_id collate \"C\" "
       "on conflict (paper_id, encoder) do update set "
       "text_hash = excluded.text_hash, scale = excluded.scale, "
       "data = excluded.data"});
  to->push_back({"find_vectors",
                 "select paper_id from paper_vectors "
                 "where encoder = $1 and paper_id > $2 "
                 "order by paper_id limit $3"});
  to->push_back({"delete_vectors",
                 "delete from paper_vectors "
                 "where encoder = $1 and paper_id = any($2::text[])"});
  to->push_back({"encoders_of_paper",
                 "select encoder from paper_vectors "
                 "where paper_id = $1 order by encoder"});
}

}  // namespace broadsheet::storage

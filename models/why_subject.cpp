#include "models/why_subject.hpp"

#include <algorithm>
#include <vector>

#include "models/core/firm.hpp"
#include "models/why.hpp"
#include "models/why_steps.hpp"
#include "sim/record/text_cells.hpp"
#include "sim/trace/note_index.hpp"

namespace chokepoint::models {

bool has_firms(const Told& told) {
  return told.market != nullptr && !told.market->firms().empty();
}

WhySubject subject_of_lot(const Told& told, std::span<const Tick> wanted, std::size_t lot,
                          const std::string& whose) {
  const SinkLot& sink = told.trace.sink_lots()[lot];
  const std::string amount =
      has_firms(told) ? readable(sink.amount * 1000) + " MW" : readable(sink.amount) + " lot";
  return {"The " + amount + whose + " that came online on " + told.scenario.timeline.iso(sink.tick),
          sink.event, std::min(sink.tick, wanted[lot])};
}

WhySubject subject_of_delivery(const Told& told, std::uint64_t id) {
  if (!has_firms(told))
    throw UnknownSubjectError("this scenario has no orders; ask with --year");
  const Journal& journal = told.market->journal;
  if (id == kNoOrder || id >= journal.size()) {
    throw UnknownSubjectError("there is no order " + std::to_string(id) +
                              "; they are numbered 1 to " + std::to_string(journal.size() - 1));
  }
  EventId event = kWorldStart;
  for (const Note& note : told.trace.notes()) {
    if (note.subject == id)
      event = std::max(event, note.event);
  }
  const Order& order = journal.at(static_cast<OrderId>(id));
  if (event == kWorldStart || order.arrived == 0) {
    throw UnknownSubjectError("nothing was delivered on order " + std::to_string(id) +
                              ", which is " + std::string(text(order.status)) +
                              " at the end of the run");
  }
  const Tick came = told.trace.event(event).end;
  return {"Order " + std::to_string(id) + ", " +
              order_text(*told.market, told.scenario.timeline, order) + ", delivered on " +
              told.scenario.timeline.iso(came) + ",",
          event, std::min(came, order.terms.wanted)};
}

WhySubject subject_of_lab(const Told& told, std::span<const Tick> wanted, const std::string& name,
                          Date date) {
  std::vector<std::string> labs;
  FirmId lab = kNoFirm;
  if (has_firms(told)) {
    for (const Firm* firm : told.market->firms()) {
      if (!firm->is_customer() || firm->kind != "lab")
        continue;
      labs.push_back(firm->name());
      if (firm->name() == name)
        lab = firm->id();
    }
  }
  if (labs.empty())
    throw UnknownSubjectError("this scenario has no labs; ask with --year");
  if (lab == kNoFirm)
    throw UnknownSubjectError("there is no lab '" + name + "'", name, labs);
  const Tick until = told.scenario.timeline.tick(date);
  if (until <= 0 || until > told.scenario.horizon) {
    throw UnknownSubjectError("the date must lie in the run, after " +
                              iso(told.scenario.timeline.start()) + " and up to " +
                              told.scenario.timeline.iso(told.scenario.horizon));
  }
  const NoteIndex notes(told.trace);
  const auto lots = told.trace.sink_lots();
  for (std::size_t i = lots.size(); i-- > 0;) {
    if (lots[i].tick > until)
      continue;
    for (const Note& note : notes.of(lots[i].event)) {
      const Order& order = told.market->journal.at(note.subject);
      if (order.buyer != lab)
        continue;
      WhySubject subject = subject_of_lot(told, wanted, i, ", part of it for " + name + ",");
      subject.wanted = std::min(lots[i].tick, order.terms.wanted);
      return subject;
    }
  }
  throw UnknownSubjectError("nothing had come online for " + name + " by " + iso(date) +
                            " but what was there at the start");
}

}  // namespace chokepoint::models

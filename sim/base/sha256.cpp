#include "sim/base/sha256.hpp"

#include <array>
#include <cstdint>
#include <sha2.h>
#include <sys/types.h>

namespace chokepoint {

struct Sha256::State {
  SHA2_CTX context;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  SHA256Init(&state_->context);
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  SHA256Update(&state_->context, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string Sha256::hex() {
  std::array<char, SHA256_DIGEST_STRING_LENGTH> text;
  SHA256End(&state_->context, text.data());
  return std::string(text.data(), text.size() - 1);
}

}  // namespace chokepoint

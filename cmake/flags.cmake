# Compiler settings shared by every target, in one place.
add_library(chokepoint_flags INTERFACE)
target_compile_features(chokepoint_flags INTERFACE cxx_std_20)
target_include_directories(chokepoint_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(
  chokepoint_flags
  INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
            # Designated initialisers leave the rest at its defaults on purpose.
            -Wno-missing-field-initializers
            # Same bytes on every x86-64: no fused multiply-add behind our back.
            -ffp-contract=off
            $<$<CXX_COMPILER_ID:GNU>:-Wzero-as-null-pointer-constant>
            # g++ 12 sees overlapping copies in "text" + std::string (GCC bug 105651).
            $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
            $<$<BOOL:${CHOKEPOINT_WERROR}>:-Werror>)
if(CHOKEPOINT_TIDY)
  find_program(CLANG_TIDY NAMES clang-tidy-14 clang-tidy REQUIRED)
  # g++ knows warnings that clang-tidy does not.
  set(CMAKE_CXX_CLANG_TIDY ${CLANG_TIDY} --extra-arg=-Wno-unknown-warning-option)
endif()
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

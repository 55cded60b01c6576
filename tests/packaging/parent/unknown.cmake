# SPDX-License-Identifier: Apache-2.0

# A compiler of which CMake knows nothing at all.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_C_COMPILER gcc)
set(CMAKE_C_COMPILER_ID_RUN TRUE)
set(CMAKE_C_COMPILER_ID "")
set(CMAKE_C_COMPILER_FORCED TRUE)

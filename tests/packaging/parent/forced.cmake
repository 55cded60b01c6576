# SPDX-License-Identifier: Apache-2.0

# A compiler whose name CMake finds out, but neither its features nor the size of a pointer.

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_C_COMPILER gcc)
set(CMAKE_C_COMPILER_FORCED TRUE)

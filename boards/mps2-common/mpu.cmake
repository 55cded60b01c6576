# SPDX-License-Identifier: Apache-2.0

# What boards of the MPS2 family have in addition whose MPU and regions are tested.

if(SMH_BUILD_TESTS AND SMH_MPU)
	set(tests "${PROJECT_SOURCE_DIR}/tests/boards")
	smh_add_image(mps2_mpu
		"${tests}/mps2_mpu.c"
		"${tests}/mps2_mpu_expect.c"
		"${tests}/mps2_mpu_limits.c"
		"${tests}/mps2_mpu_regions.c"
		"${tests}/mps2_mpu_rights.c"
		"${CMAKE_CURRENT_LIST_DIR}/probe.c"
		"${CMAKE_CURRENT_LIST_DIR}/../common/tally.c"
	)
	smh_devicetree_regions(mps2_mpu "${CMAKE_CURRENT_SOURCE_DIR}/dts/regions.dts"
		NAME board_regions INCLUDES "${CMAKE_CURRENT_LIST_DIR}/../mps2-an385/dts")
	target_link_libraries(mps2_mpu PRIVATE shared_multi_heap::mpu)
	smh_add_board_test(mps2_mpu mps2_mpu)
endif()
